import { EgressUnavailableError, NameResolutionError } from './egress-errors.ts'
import { Slots } from './slots.ts'

export interface ResolvedAddress {
  address: string
  family: 4 | 6
}

/** Finds all addresses of a name. Stops working when `signal` aborts; what it rejects with counts as "no such name". */
export type Resolve = (hostname: string, signal: AbortSignal) => Promise<readonly ResolvedAddress[]>

export interface NameLookupOptions {
  resolve: Resolve
  /** For one name, the wait for a slot included. */
  timeoutMs: number
  /** How many different names may be under way at once. */
  concurrencyMax: number
  /** How long an answer is used again. Safe at any length: what was judged is what is dialled. */
  cacheMs: number
}

const CACHED_NAMES_MAX = 1_000

/**
 * Used of a name's addresses; the rest is neither judged nor dialled. A hostile zone has room for thousands: to fill our memory with, or to
 * make one request knock at that many doors.
 */
const ADDRESSES_MAX = 16

/** The names of destinations: bounded in time and number, asked once for all who wait for the same name. */
export class NameLookup {
  readonly #options: NameLookupOptions
  readonly #slots: Slots
  readonly #underWay = new Map<string, Promise<readonly ResolvedAddress[]>>()
  readonly #cache = new Map<string, { answers: readonly ResolvedAddress[]; usableUntilMs: number }>()

  constructor(options: NameLookupOptions) {
    this.#options = options
    this.#slots = new Slots(options.concurrencyMax)
  }

  /** @throws NameResolutionError when there is no address, or none in time; EgressUnavailableError when nobody could be asked */
  async addressesOf(hostname: string): Promise<readonly ResolvedAddress[]> {
    const cached = this.#cache.get(hostname)
    if (cached !== undefined && performance.now() < cached.usableUntilMs) return cached.answers

    const shared = this.#underWay.get(hostname)
    if (shared !== undefined) return shared

    const own = this.#ask(hostname).finally(() => this.#underWay.delete(hostname))
    this.#underWay.set(hostname, own)
    return own
  }

  async #ask(hostname: string): Promise<readonly ResolvedAddress[]> {
    const { resolve, timeoutMs } = this.#options
    const startedAtMs = performance.now()
    let askedInTime = false
    const tooLate = new AbortController()
    const timer = setTimeout(() => {
      tooLate.abort(
        askedInTime
          ? new NameResolutionError(`no answer for ${hostname} within ${timeoutMs} ms`)
          : new EgressUnavailableError(`too many look-ups under way to ask for ${hostname}`),
      )
    }, timeoutMs)
    try {
      await this.#slots.take(tooLate.signal)
      askedInTime = performance.now() - startedAtMs <= timeoutMs / 2
      try {
        const found = await unlessAborted(resolve(hostname, tooLate.signal), tooLate.signal)
        const answers = found.slice(0, ADDRESSES_MAX)
        if (answers.length === 0) throw new NameResolutionError(`${hostname} has no address`)
        this.#remember(hostname, answers)
        return answers
      } finally {
        this.#slots.release()
      }
    } catch (error) {
      if (error instanceof NameResolutionError || error instanceof EgressUnavailableError) throw error
      throw new NameResolutionError(`looking up ${hostname}`, { cause: error })
    } finally {
      clearTimeout(timer)
    }
  }

  #remember(hostname: string, answers: readonly ResolvedAddress[]): void {
    this.#cache.delete(hostname)
    this.#cache.set(hostname, { answers, usableUntilMs: performance.now() + this.#options.cacheMs })
    if (this.#cache.size <= CACHED_NAMES_MAX) return
    const [oldest] = this.#cache.keys()
    if (oldest !== undefined) this.#cache.delete(oldest)
  }
}

/** A resolver that ignores its signal must not hold up those who wait. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted()
  return new Promise<T>((resolve, reject) => {
    const giveUp = () => reject(signal.reason)
    signal.addEventListener('abort', giveUp, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp))
  })
}
