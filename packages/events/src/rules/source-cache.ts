import { LruCache } from '@posthorn/batch'
import { UnavailableError } from '@posthorn/contracts'
import { type Database, findIngestSource, type IngestSource } from '@posthorn/database'
import { FairSemaphore, type Slot } from '@posthorn/fairness'
import type { CurrentVersion } from './current-version.ts'

const SOURCES_MAX = 10_000
/** Concurrent lookups, each with a connection. */
const LOOKUPS_MAX = 4
/**
 * Requests to sources that are not cached, while PostgreSQL is slow or hangs. Without a source, no tenant's share
 * limits them.
 */
const WAITING_MAX = 2000
/** As long as a request waits for any other capacity. */
const WAIT_MS_MAX = 10_000

/** Sources, read once for many requests. */
export interface SourceCache {
  /**
   * The source as read last. It may have changed since: store with its version, and refuse nothing because of it.
   * @returns undefined when the source does not exist; this is never cached
   * @throws UnavailableError when PostgreSQL does not answer, or too many lookups wait for it
   */
  find(id: string): Promise<IngestSource | undefined>
  /** The current source, compared with the current version after the call; the same object if nothing has changed. */
  current(source: IngestSource): Promise<IngestSource | undefined>
}

export function createSourceCache(database: Database, currentVersion: CurrentVersion): SourceCache {
  // Untrusted senders can make up ids, so lookups are limited.
  const lookups = new FairSemaphore(LOOKUPS_MAX)
  const cache = new LruCache<IngestSource>({ itemsMax: SOURCES_MAX })

  async function slotFor(id: string): Promise<Slot> {
    const slot = lookups.tryAcquire(id)
    if (slot !== undefined) return slot
    if (lookups.waiting >= WAITING_MAX)
      throw new UnavailableError('postgresql', new Error(`${lookups.waiting} lookups of sources wait`))
    return lookups.acquire(id, AbortSignal.timeout(WAIT_MS_MAX)).catch((error: unknown) => {
      throw new UnavailableError('postgresql', error)
    })
  }

  /** @param version of the tenant, if it is known: a source that was read with it meanwhile is current */
  async function read(id: string, version?: string): Promise<IngestSource | undefined> {
    const slot = await slotFor(id)
    try {
      const cached = cache.get(id)
      if (version !== undefined && cached?.rulesVersion === version) return cached
      const source = await findIngestSource(database, id)
      if (source === undefined) cache.delete(id)
      else cache.set(id, source)
      return source
    } finally {
      slot.release()
    }
  }

  return {
    find: async (id) => cache.get(id) ?? read(id),

    async current(source) {
      const version = await currentVersion(source.tenantId)
      return version?.tenant === source.rulesVersion ? source : read(source.id, version?.tenant)
    },
  }
}
