import { FairSemaphore } from '@posthorn/fairness'
import { NameResolutionError } from '../egress-errors.ts'
import { codeOf } from '../error-code-of.ts'
import { localFaultOf } from '../local-fault.ts'
import type { Pulse } from '../proxy/pulse.ts'
import { untilAborted } from '../until-aborted.ts'
import { ResolverSilence, resolverSilent } from './resolver-silence.ts'
import { SharedLookup } from './shared-lookup.ts'

export interface ResolvedAddress {
  address: string
  family: 4 | 6
}

/** Finds all addresses of a name. Stops working when `signal` aborts; what it rejects with counts as "no such name". */
export type Resolve = (hostname: string, signal: AbortSignal) => Promise<readonly ResolvedAddress[]>

export interface NameLookupOptions {
  resolve: Resolve
  /** Whether the source of names is alive. Without it, a lookup that is not answered is always the name's failure. */
  pulse?: Pulse | undefined
  /** For one name, from when it is asked for. */
  timeoutMs: number
  /** How many different names may be asked for at once. Shared by tenant. */
  concurrencyMax: number
  /** How long an answer is used again. Safe at any length: what was judged is what is dialled. */
  cacheMs: number
}

/** A lookup that has begun, or was over before. */
export interface BegunLookup {
  /**
   * @throws NameResolutionError when there is no address, or none in time; EgressUnavailableError when no name server could be asked, or
   *   none answers
   */
  answers: Promise<readonly ResolvedAddress[]>
  /** Whether the resolver, and not the name, is to blame while there is no answer. */
  silence: Pick<ResolverSilence, 'isLikely'>
}

/** c-ares: no answer from a name server, or a failure of its own, which may concern the name or every name. */
const UNDECIDED = new Set(['ETIMEOUT', 'ESERVFAIL'])

const CACHED_NAMES_MAX = 4_000

/** A failure is not asked for again by each of thousands who want the name, and not kept from the first retry, a second later. */
const FAILURE_CACHE_MS = 900

/**
 * Used of a name's addresses; the rest is neither judged nor dialled. A hostile zone has room for thousands: to fill our memory with, or to
 * make one request knock at that many doors.
 */
const ADDRESSES_MAX = 16

/** The names of destinations: bounded in time and number, shared by tenant, asked once for all who want the same name. */
export class NameLookup {
  readonly #options: NameLookupOptions
  readonly #slots: FairSemaphore
  readonly #lookups = new Map<string, SharedLookup>()
  readonly #cache = new Map<string, BegunLookup & { usableUntilMs: number }>()

  constructor(options: NameLookupOptions) {
    this.#options = options
    this.#slots = new FairSemaphore(options.concurrencyMax)
  }

  /**
   * Begins to look a name up: at once, unless as many are being looked up as may be. Waiting for that is no part of looking up.
   *
   * @param tenantId who wants it, and so whose share of the capacity it takes
   * @throws the signal's reason
   */
  async begin(hostname: string, tenantId: string, signal: AbortSignal): Promise<BegunLookup> {
    signal.throwIfAborted()
    const cached = this.#cache.get(hostname)
    if (cached !== undefined && performance.now() < cached.usableUntilMs) return cached

    const lookup = this.#lookups.get(hostname) ?? this.#share(hostname)
    await lookup.begin(tenantId, signal)
    return lookup
  }

  #share(hostname: string): SharedLookup {
    const silence = new ResolverSilence(this.#options.pulse)
    const lookup = new SharedLookup({
      slots: this.#slots,
      silence,
      ask: () => this.#ask(hostname, silence),
      onAbandoned: () => this.#lookups.delete(hostname),
    })
    const { cacheMs } = this.#options
    const keepFor = (keptMs: number) => {
      this.#cacheFor(keptMs, hostname, lookup)
      this.#lookups.delete(hostname)
    }
    lookup.answers.then(
      () => keepFor(cacheMs),
      () => keepFor(Math.min(FAILURE_CACHE_MS, cacheMs)),
    )
    this.#lookups.set(hostname, lookup)
    return lookup
  }

  async #ask(hostname: string, silence: ResolverSilence): Promise<readonly ResolvedAddress[]> {
    const { resolve, timeoutMs } = this.#options
    const tooLate = new AbortController()
    const timer = setTimeout(
      () => tooLate.abort(new NameResolutionError(`no answer for ${hostname} within ${timeoutMs} ms`)),
      timeoutMs,
    )
    silence.start()
    try {
      // A resolver that ignores its signal must not hold up those who wait.
      const found = await untilAborted(resolve(hostname, tooLate.signal), tooLate.signal)
      if (found.length === 0) throw new NameResolutionError(`${hostname} has no address`)
      return found.slice(0, ADDRESSES_MAX)
    } catch (error) {
      const failure =
        error instanceof NameResolutionError
          ? error
          : new NameResolutionError(`looking up ${hostname}`, { cause: error })
      const isUndecided = error === tooLate.signal.reason || UNDECIDED.has(codeOf(error) ?? '')
      if (isUndecided && (await silence.isCertain())) throw resolverSilent(failure)
      throw localFaultOf(failure) ?? failure
    } finally {
      silence.stop()
      clearTimeout(timer)
    }
  }

  #cacheFor(cacheMs: number, hostname: string, { answers, silence }: BegunLookup): void {
    this.#cache.delete(hostname)
    this.#cache.set(hostname, { answers, silence, usableUntilMs: performance.now() + cacheMs })
    if (this.#cache.size <= CACHED_NAMES_MAX) return
    const [oldest] = this.#cache.keys()
    if (oldest !== undefined) this.#cache.delete(oldest)
  }
}
