import { FairSemaphore } from '@posthorn/fairness'
import { BoundedMemory } from './bounded-memory.ts'
import type { Database } from './database.ts'
import type { CurrentVersion } from './rules-version.ts'
import { findIngestSource, type IngestSource } from './sources.ts'

const SOURCES_MAX = 10_000
/** Connections that are used for it at once. */
const LOOKUPS_MAX = 4

/** The sources that are sent to, read once for many requests. */
export interface SourcesInMemory {
  /**
   * The source as it was read last. It may have changed since: store what it took in with its version, and refuse nothing
   * because of it.
   * @returns undefined when there is no such source; that is certain
   */
  of(id: string): Promise<IngestSource | undefined>
  /** The source as it is now, at some moment after the call; the very same where nothing has changed. */
  current(source: IngestSource): Promise<IngestSource | undefined>
}

export function createSourcesInMemory(database: Database, currentVersion: CurrentVersion): SourcesInMemory {
  // Anyone can make up an id.
  const lookups = new FairSemaphore(LOOKUPS_MAX)
  const kept = new BoundedMemory<IngestSource>({ itemsMax: SOURCES_MAX })

  async function read(id: string): Promise<IngestSource | undefined> {
    const slot = await lookups.acquire(id)
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
