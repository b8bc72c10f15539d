/** A log line that may be written repeatedly while a dependency is unavailable. */
export interface RepeatingLine {
  level: 'warn' | 'error'
  message: string
  err: unknown
}

/** What is written instead of the suppressed lines. */
export type Summary =
  /** The outage continues: the number of further lines of the kind, and the latest error. */
  | (RepeatingLine & { kind: 'repeated'; count: number; windowMs: number })
  /** No line for a whole interval. */
  | (Pick<RepeatingLine, 'message'> & { kind: 'over'; total: number; durationMs: number })

interface Outage {
  latest: RepeatingLine
  total: number
  suppressed: number
  firstAtMs: number
  latestAtMs: number
  windowFromMs: number
}

/** Outages tracked at a time; further lines are distinguished by their message alone. */
const OUTAGES_MAX = 100
/** Depth of the chain of causes that is read. */
const CAUSES_MAX = 5

/**
 * Keeps a log readable while a dependency is unavailable and everything that needs it fails: writes the first line of a kind at once,
 * then one line per interval with the number of lines, and one at the end of the outage. A kind is a message and the codes of the
 * error and its causes. Has no clock and no timer.
 */
export class RepeatedLines {
  readonly #intervalMs: number
  readonly #outages = new Map<string, Outage>()

  constructor(intervalMs: number) {
    this.#intervalMs = intervalMs
  }

  /** @returns whether to write the line unchanged */
  note(line: RepeatingLine, nowMs: number): boolean {
    const key = this.#keyOf(line)
    const outage = this.#outages.get(key)
    if (outage === undefined) {
      const times = { firstAtMs: nowMs, latestAtMs: nowMs, windowFromMs: nowMs }
      this.#outages.set(key, { latest: line, total: 1, suppressed: 0, ...times })
      return true
    }
    outage.latest = line
    outage.latestAtMs = nowMs
    outage.total += 1
    outage.suppressed += 1
    return false
  }

  /** Summaries to write now. */
  due(nowMs: number): Summary[] {
    return [...this.#outages].flatMap<Summary>(([key, outage]) => {
      const windowMs = nowMs - outage.windowFromMs
      if (windowMs < this.#intervalMs) return []
      if (outage.suppressed > 0) {
        const count = outage.suppressed
        outage.suppressed = 0
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

/** An error and its causes, outermost first. */
export function chainOf(err: unknown): Error[] {
  const chain: Error[] = []
  for (let each = err; each instanceof Error && chain.length < CAUSES_MAX; each = each.cause) chain.push(each)
  return chain
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
