import { LruCache } from '@posthorn/batch'
import { FairSemaphore } from '@posthorn/fairness'
import { dependencyErrorOf } from '../dependency-error.ts'
import { NameResolutionError } from '../egress-errors.ts'
import { codeOf } from '../error-code-of.ts'
import type { Liveness } from '../proxy/liveness.ts'
import { untilAborted } from '../until-aborted.ts'
import type { ResolvedAddress } from './resolved-address.ts'
import { ResolverSilence, resolverSilent } from './resolver-silence.ts'
import { SharedLookup } from './shared-lookup.ts'

/** Finds all addresses of a name. Stops when `signal` aborts; a rejection counts as an unknown name. */
export type Resolve = (hostname: string, signal: AbortSignal) => Promise<readonly ResolvedAddress[]>

export interface NameLookupOptions {
  resolve: Resolve
  /** Liveness of the resolver. Without it, a lookup without an answer is always a failure of the name. */
  liveness?: Liveness | undefined
  /** For one name, from the start of its lookup. */
  timeoutMs: number
  /** Maximum number of concurrent lookups, shared fairly among tenants. */
  concurrencyMax: number
  /** How long an answer is cached. Safe at any length: the addresses that were checked are those that are dialled. */
  cacheMs: number
}

/** A lookup that has begun or is already complete. */
export interface BegunLookup {
  /**
   * @throws NameResolutionError without an address, or after the timeout; EgressUnavailableError when no name server is
   *   reachable or none responds
   */
  answers: Promise<readonly ResolvedAddress[]>
  /** Whether the resolver, not the name, has failed while there is no answer. */
  silence: Pick<ResolverSilence, 'isLikely'>
}

/** c-ares' codes for no answer, or a server failure, which may affect the name or every name. */
const UNDECIDED = new Set(['ETIMEOUT', 'ESERVFAIL'])

const CACHED_NAMES_MAX = 4_000

/** Concurrent callers share a failure, but the first retry, a second later, looks the name up again. */
const FAILURE_CACHE_MS = 900

/**
 * Maximum number of addresses of a name; the rest is neither checked nor dialled. A hostile zone can have thousands, to fill
 * the memory or to make one request dial many hosts.
 */
const ADDRESSES_MAX = 16

/** Looks up the names of destinations: limited in time and concurrency, fair among tenants, once for concurrent callers. */
export class NameLookup {
  readonly #options: NameLookupOptions
  readonly #slots: FairSemaphore
  readonly #lookups = new Map<string, SharedLookup>()
  readonly #cache = new LruCache<BegunLookup & { usableUntilMs: number }>({ itemsMax: CACHED_NAMES_MAX })

  constructor(options: NameLookupOptions) {
    this.#options = options
    this.#slots = new FairSemaphore(options.concurrencyMax)
  }

  /**
   * Begins a lookup, as soon as there is capacity. The wait does not count for the lookup's timeout.
   *
   * @param tenantId the lookup uses this tenant's share of the capacity
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
    const silence = new ResolverSilence(this.#options.liveness)
    const lookup = new SharedLookup({
      slots: this.#slots,
      silence,
      lookUp: () => this.#lookUp(hostname, silence),
      onAbandoned: () => this.#lookups.delete(hostname),
    })
    const { cacheMs } = this.#options
    const finish = (resultCacheMs: number) => {
      this.#cacheFor(resultCacheMs, hostname, lookup)
      this.#lookups.delete(hostname)
    }
    lookup.answers.then(
      () => finish(cacheMs),
      () => finish(Math.min(FAILURE_CACHE_MS, cacheMs)),
    )
    this.#lookups.set(hostname, lookup)
    return lookup
  }

  async #lookUp(hostname: string, silence: ResolverSilence): Promise<readonly ResolvedAddress[]> {
    const { resolve, timeoutMs } = this.#options
    const tooLate = new AbortController()
    const timer = setTimeout(
      () => tooLate.abort(new NameResolutionError(`no answer for ${hostname} within ${timeoutMs} ms`)),
      timeoutMs,
    )
    silence.start()
    try {
      // A resolver that ignores its signal must not delay the callers.
      const found = await untilAborted(resolve(hostname, tooLate.signal), tooLate.signal)
      if (found.length === 0)
        throw new NameResolutionError(`${hostname} has no address`, { hasNoAddress: true })
      return found.slice(0, ADDRESSES_MAX)
    } catch (error) {
      const failure =
        error instanceof NameResolutionError
          ? error
          : new NameResolutionError(`looking up ${hostname}`, { cause: error })
      const isUndecided = error === tooLate.signal.reason || UNDECIDED.has(codeOf(error) ?? '')
      if (isUndecided && (await silence.isCertain())) throw resolverSilent(failure)
      throw dependencyErrorOf(failure) ?? failure
    } finally {
      silence.stop()
      clearTimeout(timer)
    }
  }

  #cacheFor(cacheMs: number, hostname: string, { answers, silence }: BegunLookup): void {
    this.#cache.set(hostname, { answers, silence, usableUntilMs: performance.now() + cacheMs })
  }
}
