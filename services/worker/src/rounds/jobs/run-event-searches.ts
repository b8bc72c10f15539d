import { type EventId, EventSearch, PUBLISH_BYTES_MAX } from '@posthorn/contracts'
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
import type { HintPublisher } from '@posthorn/queue'
import type { Logger } from '@posthorn/runtime'
import { type Filter, InvalidFilterError, matchesEventType, parseFilter } from '@posthorn/webhook'
import { runEvery } from '../run-every.ts'
import { findHitsInSlices } from './find-hits.ts'

const PAUSE_MS = 250
/** After a part a search pauses for as long as the part took, and at least for this long: it takes half of one processor at most. */
const PART_PAUSE_MS_MIN = 20

/** Limits of a search. */
const HITS_MAX = 1000
const EVENTS_MAX = 1_000_000
const SEARCH_MS_MAX = 10 * 60_000

/** Limits of one part: a few hundred milliseconds of work. The data of an event that is read, at most 1 MiB, is within them. */
const EVENTS_PER_PART = 1000
const BYTES_PER_PART = 2 * 1024 * 1024

export interface SearchDependencies {
  database: Database
  live: HintPublisher
  logger: Logger
}

/**
 * Executes event searches, one part of one search at a time; the search that has waited longest is next. Every worker does it. A
 * part that a worker has not finished when it dies is repeated by another.
 * @param signal ends it
 */
export async function runEventSearches(
  { database, live, logger }: SearchDependencies,
  signal: AbortSignal,
): Promise<void> {
  const turns = new FairTurns()
  await runEvery({ signal, logger, pauseMs: PAUSE_MS, failureLogName: 'search.part_failed' }, async () => {
    const search = await claimSearch(database)
    if (search === undefined) return PAUSE_MS
    const startedMs = performance.now()
    const part = await searchPart({ database, turns }, search)
    const pauseMs = Math.max(PART_PAUSE_MS_MIN, performance.now() - startedMs)
    const isStored = await recordSearchPart(database, search, { part, pauseMs })
    const status = part.ends === false ? 'running' : part.ends.status
    if (isStored) live.publish(search.tenantId, 'job', [search.id], status)
    if (isStored && part.ends !== false)
      logger.info({ jobId: search.id, tenantId: search.tenantId, ...part.ends }, 'search.finished')
    return 0
  })
}

async function searchPart(
  { database, turns }: { database: Database; turns: FairTurns },
  claimed: ClaimedSearch,
): Promise<SearchPart> {
  const { hits, done, tenantId } = claimed
  // First, so that a part that fails again and again ends the search, too.
  if (isOutOfTime(claimed)) return endedWith({ status: 'succeeded', limit: 'time' })
  const request = readRequest(claimed)
  if (request === undefined) return endedWith({ status: 'failed', limit: null })
  const { search, filter } = request
  const limit = Math.min(EVENTS_PER_PART, EVENTS_MAX - done)
  const exactType = exactTypeOf(search.types)
  const events = await findEventsToSearch(database, claimed, { search, limit, exactType })
  const { searched, candidates, tooLarge } = withinBytes(events, { filter, types: search.types })
  const max = HITS_MAX - hits
  const found = matchesEverything(filter)
    ? candidates.slice(0, max)
    : await turns.run(
        tenantId,
        findHitsInSlices({ filter, data: await readEventsToSearch(database, candidates), max }),
      )
  // After the last hit that is stored, the rest of the part is not searched.
  const isFull = found.length === max
  const last = isFull ? found.at(-1) : searched.at(-1)?.id
  const upToLast = isFull ? searched.slice(0, searched.findIndex(({ id }) => id === last) + 1) : searched
  const isAtEnd = searched.length === events.length && events.length < limit
  const count = upToLast.length
  return {
    reached: last ?? null,
    searched: count,
    skipped: upToLast.filter(({ id }) => tooLarge.has(id)).length,
    hits: found,
    ends: endOf(claimed, { isFull, isAtEnd, count }),
  }
}

/** Ends a search without searching any more. */
function endedWith(ends: SearchPart['ends']): SearchPart {
  return { reached: null, searched: 0, skipped: 0, hits: [], ends }
}

/** Undefined when it is no longer valid. */
function readRequest({ request }: ClaimedSearch): { search: EventSearch; filter: Filter } | undefined {
  const { data: search } = EventSearch.safeParse(request)
  if (search === undefined) return undefined
  try {
    return { search, filter: parseFilter(search.filter) }
  } catch (error) {
    if (!(error instanceof InvalidFilterError)) throw error
    return undefined
  }
}

function endOf(
  { done }: ClaimedSearch,
  { isFull, isAtEnd, count }: { isFull: boolean; isAtEnd: boolean; count: number },
): SearchPart['ends'] {
  if (isFull) return { status: 'succeeded', limit: 'hits' }
  if (isAtEnd) return { status: 'succeeded', limit: null }
  return done + count >= EVENTS_MAX ? { status: 'succeeded', limit: 'events' } : false
}

function isOutOfTime({ startedAt, now }: ClaimedSearch): boolean {
  return now.getTime() - startedAt.getTime() >= SEARCH_MS_MAX
}

/** A search for events of types only: their data is not read. */
function matchesEverything(filter: Filter): boolean {
  return filter.kind === 'every' && filter.of.length === 0
}

/** The type that all events have, if there is only one. */
function exactTypeOf(types: readonly string[]): string | undefined {
  const [only] = types
  return types.length === 1 && only !== undefined && !only.endsWith('*') ? only : undefined
}

/**
 * The first events whose data together is within the limit, and those among them that may match the filter. Larger data is not
 * read: parsed, that of an inbound webhook could take more memory than the process has.
 */
function withinBytes(
  events: readonly SearchedEvent[],
  { filter, types }: { filter: Filter; types: readonly string[] },
): { searched: readonly SearchedEvent[]; candidates: readonly EventId[]; tooLarge: ReadonlySet<EventId> } {
  const candidates: EventId[] = []
  const tooLarge = new Set<EventId>()
  const isRead = !matchesEverything(filter)
  let bytes = 0
  for (const [index, { id, type, dataBytes }] of events.entries()) {
    if (!matchesEventType(types, type)) continue
    if (isRead && dataBytes > PUBLISH_BYTES_MAX) {
      tooLarge.add(id)
      continue
    }
    if (isRead) bytes += dataBytes
    if (bytes > BYTES_PER_PART) return { searched: events.slice(0, index), candidates, tooLarge }
    candidates.push(id)
  }
  return { searched: events, candidates, tooLarge }
}
