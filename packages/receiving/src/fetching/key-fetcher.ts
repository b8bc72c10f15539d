import { createHash } from 'node:crypto'
import { LruCache, TokenBuckets } from '@posthorn/batch'
import type { IngestSource } from '@posthorn/database'
import type { Egress } from '@posthorn/egress'
import { FairSemaphore } from '@posthorn/fairness'
import { type FetchText, KeyUnavailableError } from '@posthorn/webhook'
import { fetchText, type TextRequest } from './fetch-text.ts'

const SECOND_MS = 1000
/** A provider that withdraws a key is noticed after this time. */
const FOUND_MS = 300 * SECOND_MS
const MISSING_MS = 30 * SECOND_MS
/** A text that a request wants refreshed is fetched again when it is this old: forged requests can want it all the time. */
const REFRESHED_MS = 30 * SECOND_MS
const FAILED_MS = 5 * SECOND_MS

/** Of all tenants. The text of a certificate has about 2,000 characters. */
const CACHED_CHARACTERS_MAX = 8 * 1024 * 1024
const REFUSALS_MAX = 10_000
/** Concurrent fetches, shared fairly among tenants. */
const FETCHES_MAX = 16
const WAIT_MS_MAX = 5 * SECOND_MS
/** Forged requests of a source can name keys that do not exist. */
const RATE_OF_SOURCE = { burst: 10, perSecond: 0.5 }
const RATE_OF_TENANT = { burst: 50, perSecond: 2 }

/** Fetches texts for the verification of requests of a source. */
export type FetchTextFor = (source: Pick<IngestSource, 'id' | 'tenantId'>) => FetchText

interface FetcherDependencies {
  egress: Pick<Egress, 'send'>
  log: { warn(fields: Record<string, unknown>, message: string): void }
  /** Milliseconds; only differences count. */
  now?: () => number
}

/**
 * Fetches and caches keys of providers. A text is the same for every tenant. That there is none, or that it cannot be
 * fetched, is cached for its tenant: forged requests of one tenant neither evict nor delay what others fetch.
 */
export function createKeyFetcher({
  egress,
  log,
  now = () => performance.now(),
}: FetcherDependencies): FetchTextFor {
  const found = new LruCache<{ text: string; fetchedMs: number }>({
    weightOf: ({ text }) => text.length,
    weightMax: CACHED_CHARACTERS_MAX,
  })
  const refusals = new LruCache<{ error: KeyUnavailableError | undefined; untilMs: number }>({
    itemsMax: REFUSALS_MAX,
  })
  const inFlight = new Map<string, Promise<string | undefined>>()
  const slots = new FairSemaphore(FETCHES_MAX)
  const ofSources = new TokenBuckets(RATE_OF_SOURCE, now)
  const ofTenants = new TokenBuckets(RATE_OF_TENANT, now)

  async function fetchInTurn(request: TextRequest): Promise<string | undefined> {
    const { tenantId } = request
    const slot = await slots.acquire(tenantId, AbortSignal.timeout(WAIT_MS_MAX)).catch((cause: unknown) => {
      throw new KeyUnavailableError('Too many keys are being fetched.', { cause })
    })
    return fetchText(egress, request).finally(() => slot.release())
  }

  async function fetchAndCache(
    request: TextRequest,
    { key, ownKey, sourceId }: { key: string; ownKey: string; sourceId: string },
  ): Promise<string | undefined> {
    try {
      const text = await fetchInTurn(request)
      if (text === undefined) refusals.set(ownKey, { error: undefined, untilMs: now() + MISSING_MS })
      else found.set(key, { text, fetchedMs: now() })
      return text
    } catch (error) {
      if (!(error instanceof KeyUnavailableError)) throw error
      refusals.set(ownKey, { error, untilMs: now() + FAILED_MS })
      log.warn({ err: error, tenantId: request.tenantId, sourceId }, 'key.fetch_failed')
      throw error
    } finally {
      inFlight.delete(ownKey)
    }
  }

  return ({ id: sourceId, tenantId }) =>
    async (url, body, { isRefreshed = false } = {}) => {
      const key = hashOf(url, body)
      const cached = found.get(key)
      const keptMs = isRefreshed ? REFRESHED_MS : FOUND_MS
      if (cached !== undefined && now() < cached.fetchedMs + keptMs) return cached.text
      const ownKey = `${tenantId} ${key}`
      const refusal = refusals.get(ownKey)
      if (refusal !== undefined && now() < refusal.untilMs) {
        if (refusal.error !== undefined) throw refusal.error
        return undefined
      }
      const running = inFlight.get(ownKey)
      if (running !== undefined) return running
      // Known keys are always fetched again: forged requests must not make genuine ones wait.
      if (cached === undefined && !(ofSources.take(sourceId) && ofTenants.take(tenantId))) {
        throw new KeyUnavailableError('Too many keys were fetched for requests of the source.')
      }
      const fetching = fetchAndCache({ tenantId, url, body }, { key, ownKey, sourceId })
      inFlight.set(ownKey, fetching)
      return fetching
    }
}

/** The body may have a secret, so no cache keeps it. */
function hashOf(url: string, body = ''): string {
  return createHash('sha256').update(`${url}\n${body}`).digest('base64')
}
