import {
  type ClaimedSearch,
  claimSearch,
  type Database,
  findEventsToSearch,
  readEventsToSearch,
  recordSearchPart,
  type SearchedEvent,
  type SearchPart,
} from '@posthorn/database'
import { FairTurns } from '@posthorn/fairness'
import type { Logger } from '@posthorn/runtime'
import { matchesEventType, parseFilter } from '@posthorn/webhook'
import { runEvery } from '../run-every.ts'
import { findHitsInSlices } from './find-hits.ts'

const PAUSE_MS = 250
/** After a part a search pauses for as long as the part took, and at least for this long: it takes half of one processor at most. */
const PART_PAUSE_MS_MIN = 20

/** Limits of a search. */
const HITS_MAX = 1000
const EVENTS_MAX = 1_000_000
const SEARCH_MS_MAX = 10 * 60_000

/** Limits of one part: a few hundred milliseconds of work. */
const EVENTS_PER_PART = 1000
const BYTES_PER_PART = 2 * 1024 * 1024

export interface SearchDependencies {
  database: Database
  logger: Logger
}

/**
 * Executes event searches, one part of one search at a time; the search that has waited longest is next. Every worker does it. A
 * part that a worker has not finished when it dies is repeated by another.
 * @param signal ends it
 */
export async function runSearches(
  { database, logger }: SearchDependencies,
  signal: AbortSignal,
): Promise<void> {
  const turns = new FairTurns()
  await runEvery({ signal, logger, pauseMs: PAUSE_MS, failureEvent: 'search.part_failed' }, async () => {
    const search = await claimSearch(database)
    if (search === undefined) return PAUSE_MS
    const startedMs = performance.now()
    const part = await searchPart({ database, turns }, search)
    const pauseMs = Math.max(PART_PAUSE_MS_MIN, performance.now() - startedMs)
    const isStored = await recordSearchPart(database, search, { part, pauseMs })
    if (isStored && part.ends !== false)
      logger.info({ jobId: search.id, tenantId: search.tenantId, limit: part.ends.limit }, 'search.finished')
    return 0
  })
}

async function searchPart(
  { database, turns }: { database: Database; turns: FairTurns },
  claimed: ClaimedSearch,
): Promise<SearchPart> {
  const { search, hits, done, tenantId } = claimed
  // First, so that a part that fails again and again ends the search, too.
  if (isOutOfTime(claimed)) return { reached: null, searched: 0, hits: [], ends: { limit: 'time' } }
  const limit = Math.min(EVENTS_PER_PART, EVENTS_MAX - done)
  const events = await findEventsToSearch(database, claimed, { limit, exactType: exactTypeOf(search.types) })
  const { searched, toRead } = withinBytes(events, search.types)
  const data = await readEventsToSearch(
    database,
    toRead.map(({ id }) => id),
  )
  const filter = parseFilter(search.filter)
  const found = await turns.run(tenantId, findHitsInSlices({ filter, data, max: HITS_MAX - hits }))
  // After the last hit that is stored, the rest of the part is not searched.
  const isFull = found.length === HITS_MAX - hits
  const last = isFull ? found.at(-1) : searched.at(-1)?.id
  const count = isFull ? searched.findIndex(({ id }) => id === last) + 1 : searched.length
  const isAtEnd = searched.length === events.length && events.length < limit
  return {
    reached: last ?? null,
    searched: count,
    hits: found,
    ends: endOf(claimed, { isFull, isAtEnd, count }),
  }
}

function endOf(
  { done }: ClaimedSearch,
  { isFull, isAtEnd, count }: { isFull: boolean; isAtEnd: boolean; count: number },
): SearchPart['ends'] {
  if (isFull) return { limit: 'hits' }
  if (isAtEnd) return { limit: null }
  return done + count >= EVENTS_MAX ? { limit: 'events' } : false
}

function isOutOfTime({ startedAt, now }: ClaimedSearch): boolean {
  return now.getTime() - startedAt.getTime() >= SEARCH_MS_MAX
}

/** The type that all events have, if there is only one. */
function exactTypeOf(types: readonly string[]): string | undefined {
  const [only] = types
  return types.length === 1 && only !== undefined && !only.endsWith('*') ? only : undefined
}

/** The first events whose bodies together are within the limit, at least one, and those among them whose body must be read. */
function withinBytes(
  events: readonly SearchedEvent[],
  types: readonly string[],
): { searched: readonly SearchedEvent[]; toRead: readonly SearchedEvent[] } {
  const toRead: SearchedEvent[] = []
  let bytes = 0
  for (const [index, event] of events.entries()) {
    if (!matchesEventType(types, event.type)) continue
    bytes += event.bodyBytes
    if (bytes > BYTES_PER_PART && toRead.length > 0) return { searched: events.slice(0, index), toRead }
    toRead.push(event)
  }
  return { searched: events, toRead }
}
