import {
  type EventId,
  type EventSearch,
  firstIdAt,
  type JobId,
  type SearchLimit,
  type TenantId,
} from '@posthorn/contracts'
import { alongIndex } from '../sql/along-index.ts'
import { type Database, poolOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'

/** A search whose next part a worker executes. */
export interface ClaimedSearch {
  id: JobId
  tenantId: TenantId
  /** The stored {@link EventSearch}. Not checked: an invalid one must not fail the claim again and again. */
  request: unknown
  /** The last searched event. */
  reached: string | null
  /** Events searched so far. */
  done: number
  hits: number
  startedAt: Date
  /** By the database's clock. */
  now: Date
}

/** A worker that has not stored its part by then counts as lost, and another one repeats the part. */
const LEASE_SECONDS = 15

// Lock order: a free job (SKIP LOCKED). The lock ends with the statement: a part that two workers execute is stored once,
// because it names the position it began at.
const CLAIM = {
  name: 'claim-event-search',
  text: `
    UPDATE bulk_jobs SET due_at = now() + make_interval(secs => ${LEASE_SECONDS}), status = 'running',
      started_at = coalesce(started_at, now())
    WHERE id = (
      SELECT id FROM bulk_jobs WHERE kind = 'event_search' AND due_at <= now()
      ORDER BY due_at LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED)
    RETURNING id, tenant_id AS "tenantId", request, reached, done, hits,
      started_at AS "startedAt", now() AS now`,
}

/** The search that has waited longest for its next part. */
export async function claimSearch(database: Database): Promise<ClaimedSearch | undefined> {
  const [row] = await run<ClaimedSearch>(poolOf(database), CLAIM, [])
  return row
}

/** An event that a search may have to read. */
export interface SearchedEvent {
  id: EventId
  type: string
  /** 0 without content. */
  dataBytes: number
}

const range = (columns: [string, string][]) => alongIndex(columns, { from: '$2', before: '$3' })
const COLUMNS = 'id, type, greatest(octet_length(body) - 1 - data_start, 0) AS "dataBytes"'
const ALL = range([['tenant_id', '$1']])
const OF_TYPE = range([
  ['tenant_id', '$1'],
  ['type', '$5'],
])
const NEXT = {
  name: 'find-events-to-search',
  text: `SELECT ${COLUMNS} FROM events WHERE ${ALL.conditions} ORDER BY ${ALL.order} LIMIT $4`,
}
const NEXT_OF_TYPE = {
  name: 'find-events-of-type-to-search',
  text: `SELECT ${COLUMNS} FROM events WHERE ${OF_TYPE.conditions} ORDER BY ${OF_TYPE.order} LIMIT $4`,
}

/**
 * The next events of a search, newest first, without reading their data.
 * @param options.exactType when all events must have this type
 */
export async function findEventsToSearch(
  database: Database,
  { tenantId, reached }: ClaimedSearch,
  { search, limit, exactType }: { search: EventSearch; limit: number; exactType: string | undefined },
): Promise<SearchedEvent[]> {
  const from = firstIdAt('event', new Date(search.from))
  const values = [tenantId, from, reached ?? firstIdAt('event', new Date(search.to)), limit]
  return exactType === undefined
    ? run<SearchedEvent>(poolOf(database), NEXT, values)
    : run<SearchedEvent>(poolOf(database), NEXT_OF_TYPE, [...values, exactType])
}

const READ = {
  name: 'read-events-to-search',
  text: `
    SELECT e.id, e.data FROM unnest($1::text[]) WITH ORDINALITY AS wanted (id, nth) CROSS JOIN LATERAL (
      SELECT id, substring(body FROM data_start + 1 FOR octet_length(body) - 1 - data_start) AS data FROM events
      WHERE id = wanted.id AND octet_length(body) > data_start LIMIT 1
    ) AS e ORDER BY wanted.nth`,
}

/** The data of events, in their order; those without content are left out. The caller limits their size. */
export async function readEventsToSearch(
  database: Database,
  ids: readonly EventId[],
): Promise<Map<EventId, Buffer>> {
  const rows = await run<{ id: EventId; data: Buffer }>(poolOf(database), READ, [ids])
  return new Map(rows.map(({ id, data }) => [id, data]))
}

/** What a part has found. */
export interface SearchPart {
  /** The last event of the part; null when there was none. */
  reached: EventId | null
  searched: number
  /** Searched events whose data was too large to be compared. */
  skipped: number
  hits: readonly EventId[]
  /**
   * `false`: another part follows after `pauseMs`. Otherwise the search has ended: by a limit, at the end of its window, or because
   * its request cannot be read.
   */
  ends: false | { status: 'succeeded' | 'failed'; limit: SearchLimit | null }
}

// Lock order: the job; new hits.
const RECORD = {
  name: 'record-search-part',
  text: `
    WITH job AS (
      UPDATE bulk_jobs SET reached = coalesce($3, reached), done = done + $4, hits = hits + cardinality($5::text[]),
        skipped = skipped + $9, limit_reached = $7, status = coalesce($6::job_status, status),
        finished_at = CASE WHEN $6 IS NOT NULL THEN now() END,
        due_at = CASE WHEN $6 IS NULL THEN now() + make_interval(secs => $8::float8 / 1000) END
      WHERE id = $1 AND finished_at IS NULL AND reached IS NOT DISTINCT FROM $2
      RETURNING id
    ), hit AS (
      INSERT INTO search_hits (job_id, event_id)
      SELECT job.id, found.id FROM job CROSS JOIN unnest($5::text[]) AS found (id) ON CONFLICT DO NOTHING
    )
    SELECT id FROM job`,
}

/**
 * Stores the result of a part, unless the search was cancelled or another worker has stored this part.
 * @returns whether it was stored
 */
export async function recordSearchPart(
  database: Database,
  { id, reached }: ClaimedSearch,
  { part, pauseMs }: { part: SearchPart; pauseMs: number },
): Promise<boolean> {
  const { reached: next, searched, skipped, hits, ends } = part
  const { status, limit } = ends === false ? { status: null, limit: null } : ends
  const values = [id, reached, next, searched, hits, status, limit, pauseMs, skipped]
  return (await run(poolOf(database), RECORD, values)).length === 1
}
