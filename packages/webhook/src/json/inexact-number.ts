import { compareDecimals, parseDecimal } from './decimal.ts'
import { isInexact } from './exact-numbers.ts'

declare global {
  interface JSON {
    /** Of ECMAScript's JSON.parse source text access; the compiler's libraries do not have it yet. */
    rawJSON(text: string): unknown
  }
}

/**
 * A number of JSON that a double does not hold as it is written: it is another one than each that a double does hold. It
 * has no members of its own, so that no path of a filter leads into it.
 */
export class InexactNumber {
  readonly #text: string
  readonly #nearest: number
  /** On which side of the nearest double it lies: less than 0 when it is less. */
  readonly #side: number

  /** @param text of an inexact number, as it is written in JSON */
  constructor(text: string) {
    this.#text = text
    this.#nearest = Number(text)
    this.#side = Number.isFinite(this.#nearest)
      ? compareDecimals(parseDecimal(text), parseDecimal(String(this.#nearest)))
      : 0
  }

  get text(): string {
    return this.#text
  }

  /**
   * Less than 0 when it is less than a double as that is written, more otherwise.
   * @param double a finite one
   */
  compareWith(double: number): number {
    // Rounding keeps the order of numbers, so the digits decide only where this one rounds to that one.
    if (this.#nearest === double) return this.#side
    return this.#nearest < double ? -1 : 1
  }

  /** `JSON.stringify` writes it with all its digits. */
  toJSON(): unknown {
    return JSON.rawJSON(this.#text)
  }
}

/** @param text a number as it is written in JSON */
export function numberAsWritten(text: string): number | InexactNumber {
  return isInexact(text) ? new InexactNumber(text) : Number(text)
}
