import { performance } from 'node:perf_hooks'
import { createBatcher, LruCache, TooManyWaitingError } from '@posthorn/batch'
import { UnavailableError } from '@posthorn/contracts'
import { type Database, findKeyHolders, type KeyHolder } from '@posthorn/database'

const KEYS_MAX = 10_000
const KEYS_PER_QUERY = 100
/** Requests whose key is not cached, while PostgreSQL is slow or hangs. Without a holder, no tenant's share limits them. */
const WAITING_MAX = 2000

/** The holders of keys, read once for many requests. */
export interface KeyCache {
  /**
   * As read last. The key may have been deleted since: its holder's `rulesVersion` is then no longer the tenant's.
   */
  cached(hash: Uint8Array): KeyHolder | undefined
  /**
   * Reads the key after the call; undefined when it is unknown or has expired.
   * @throws UnavailableError when PostgreSQL does not answer, or too many lookups wait for it
   */
  read(hash: Uint8Array): Promise<KeyHolder | undefined>
}

export function createKeyCache(database: Database): KeyCache {
  // Untrusted callers can send any key: unknown keys are looked up together, on few connections.
  const find = createBatcher({
    work: (hashes: readonly Uint8Array[]) => findKeyHolders(database, hashes),
    maxBatchSize: KEYS_PER_QUERY,
    concurrency: 2,
    waitingMax: WAITING_MAX,
    isUnavailable: (error) => error instanceof UnavailableError,
  })
  const cache = new LruCache<{ holder: KeyHolder; expiresAtMs: number }>({ itemsMax: KEYS_MAX })

  return {
    cached(hash) {
      const found = cache.get(nameOf(hash))
      return found !== undefined && performance.now() < found.expiresAtMs ? found.holder : undefined
    },

    async read(hash) {
      // Taken before the query, so that after a slow query the key expires early and never late.
      const nowMs = performance.now()
      const found = await find(hash).catch((error: unknown) => {
        throw error instanceof TooManyWaitingError ? new UnavailableError('postgresql', error) : error
      })
      if (found === undefined) {
        cache.delete(nameOf(hash))
        return undefined
      }
      const { expiresInMs, ...holder } = found
      cache.set(nameOf(hash), { holder, expiresAtMs: nowMs + (expiresInMs ?? Number.POSITIVE_INFINITY) })
      return holder
    },
  }
}

function nameOf(hash: Uint8Array): string {
  return Buffer.from(hash.buffer, hash.byteOffset, hash.byteLength).toString('latin1')
}
