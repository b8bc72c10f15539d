import { compareDecimals, parseDecimal } from './decimal.ts'
import { isInexact } from './exact-numbers.ts'

declare global {
  interface JSON {
    /** ECMAScript's JSON.parse source text access; missing in the compiler's libraries. */
    rawJSON(text: string): unknown
  }
}

/**
 * A JSON number that a double cannot represent, so it equals no double. It has no own members: the path of a filter does
 * not lead into it.
 */
export class InexactNumber {
  readonly #text: string
  readonly #nearest: number
  /** Sign of the difference to the nearest double: negative when this number is less. */
  readonly #side: number

  /** @param text the JSON text of an inexact number */
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
   * Negative when this number is less than a double, positive otherwise.
   * @param double finite
   */
  compareWith(double: number): number {
    // Rounding preserves order, so the digits matter only if this number rounds to that double.
    if (this.#nearest === double) return this.#side
    return this.#nearest < double ? -1 : 1
  }

  /** `JSON.stringify` writes it with all its digits. */
  toJSON(): unknown {
    return JSON.rawJSON(this.#text)
  }
}

/** @param text a JSON number */
export function numberAsWritten(text: string): number | InexactNumber {
  return isInexact(text) ? new InexactNumber(text) : Number(text)
}
