/** A line of the log that may come again and again while something is away. */
export interface RepeatingLine {
  level: 'warn' | 'error'
  message: string
  err: unknown
}

/** What is written in the place of lines that were held back. */
export type Summary =
  /** It went on: so many more lines of the kind, with the latest error. */
  | (RepeatingLine & { kind: 'repeated'; count: number; windowMs: number })
  /** None came for a whole interval. */
  | (Pick<RepeatingLine, 'message'> & { kind: 'over'; total: number; durationMs: number })

interface Outage {
  latest: RepeatingLine
  total: number
  heldBack: number
  firstAtMs: number
  latestAtMs: number
  windowFromMs: number
}

/** What is told apart at once; lines of further causes are told apart by their message alone. */
const OUTAGES_MAX = 100
/** An error wraps another one, and that one another. */
const CAUSES_MAX = 5

/**
 * Keeps a log readable while a dependency is away and everything that waits for it fails: the first line of a kind is written at once,
 * then one line in each interval with their number, and one when it is over. A kind is a message and the codes of the error
 * and its causes. No clock and no timer of its own.
 */
export class RepeatedLines {
  readonly #intervalMs: number
  readonly #outages = new Map<string, Outage>()

  constructor(intervalMs: number) {
    this.#intervalMs = intervalMs
  }

  /** @returns whether the line is to be written as it is */
  note(line: RepeatingLine, nowMs: number): boolean {
    const key = this.#keyOf(line)
    const outage = this.#outages.get(key)
    if (outage === undefined) {
      const times = { firstAtMs: nowMs, latestAtMs: nowMs, windowFromMs: nowMs }
      this.#outages.set(key, { latest: line, total: 1, heldBack: 0, ...times })
      return true
    }
    outage.latest = line
    outage.latestAtMs = nowMs
    outage.total += 1
    outage.heldBack += 1
    return false
  }

  /** What is to be written by now. */
  due(nowMs: number): Summary[] {
    return [...this.#outages].flatMap<Summary>(([key, outage]) => {
      const windowMs = nowMs - outage.windowFromMs
      if (windowMs < this.#intervalMs) return []
      if (outage.heldBack > 0) {
        const count = outage.heldBack
        outage.heldBack = 0
        outage.windowFromMs = nowMs
        return [{ kind: 'repeated', ...outage.latest, count, windowMs }]
      }
      this.#outages.delete(key)
      // One line alone is not an outage.
      if (outage.total === 1) return []
      const durationMs = outage.latestAtMs - outage.firstAtMs
      return [{ kind: 'over', message: outage.latest.message, total: outage.total, durationMs }]
    })
  }

  get isEmpty(): boolean {
    return this.#outages.size === 0
  }

  #keyOf({ message, err }: RepeatingLine): string {
    const key = [message, ...chainOf(err).map(codeOf)].join(' ')
    return this.#outages.has(key) || this.#outages.size < OUTAGES_MAX ? key : message
  }
}

/** An error, what caused it, and so on. */
export function chainOf(err: unknown): Error[] {
  const chain: Error[] = []
  for (let each = err; each instanceof Error && chain.length < CAUSES_MAX; each = each.cause) chain.push(each)
  return chain
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
