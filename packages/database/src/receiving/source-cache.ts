import { LruCache } from '@posthorn/batch'
import { UnavailableError } from '@posthorn/contracts'
import { FairSemaphore, type Slot } from '@posthorn/fairness'
import { findIngestSource, type IngestSource } from '../managing/sources.ts'
import type { CurrentVersion } from '../publishing/rules-version.ts'
import type { Database } from '../sql/database.ts'

const SOURCES_MAX = 10_000
/** Connections that are used for it at once. */
const LOOKUPS_MAX = 4
/** Requests to sources that are not known yet, while PostgreSQL is slow or hangs. They have no tenant yet, whose share would bound them. */
const WAITING_MAX = 2000
/** As long as a request waits for any other capacity. */
const WAIT_MS_MAX = 10_000

/** The sources that are sent to, read once for many requests. */
export interface SourceCache {
  /**
   * The source as it was read last. It may have changed since: store what it took in with its version, and refuse nothing
   * because of it.
   * @returns undefined when there is no such source; that is certain
   * @throws UnavailableError when PostgreSQL does not answer, or too many lookups wait for it
   */
  of(id: string): Promise<IngestSource | undefined>
  /** The source as it is now, at some moment after the call; the very same where nothing has changed. */
  current(source: IngestSource): Promise<IngestSource | undefined>
}

export function createSourceCache(database: Database, currentVersion: CurrentVersion): SourceCache {
  // Anyone can make up an id.
  const lookups = new FairSemaphore(LOOKUPS_MAX)
  const kept = new LruCache<IngestSource>({ itemsMax: SOURCES_MAX })

  async function slotFor(id: string): Promise<Slot> {
    const slot = lookups.tryAcquire(id)
    if (slot !== undefined) return slot
    if (lookups.waiting >= WAITING_MAX)
      throw new UnavailableError('postgresql', new Error(`${lookups.waiting} lookups of sources wait`))
    return lookups.acquire(id, AbortSignal.timeout(WAIT_MS_MAX)).catch((error: unknown) => {
      throw new UnavailableError('postgresql', error)
    })
  }

  async function read(id: string): Promise<IngestSource | undefined> {
    const slot = await slotFor(id)
    const source = await findIngestSource(database, id).finally(() => slot.release())
    if (source === undefined) kept.delete(id)
    else kept.set(id, source)
    return source
  }

  return {
    of: async (id) => kept.get(id) ?? read(id),

    async current(source) {
      const version = await currentVersion(source.tenantId)
      return version?.tenant === source.rulesVersion ? source : read(source.id)
    },
  }
}
