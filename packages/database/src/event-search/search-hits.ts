import type { EventSummary, JobId, Page, PageQuery } from '@posthorn/contracts'
import { EVENT_COLUMNS, type SummaryRow, toSummary } from '../managing/events.ts'
import { LAST_ID } from '../sql/along-index.ts'
import { idsOfPage, listOf, toPageById } from '../sql/cursor.ts'
import { type Database, poolOf } from '../sql/database.ts'
import { deleteStatement, runBatch } from '../sql/delete-batch.ts'
import { run } from '../sql/sql.ts'

const LIST = {
  name: 'list-search-hits',
  text: `
    SELECT e.* FROM search_hits AS h CROSS JOIN LATERAL (
      SELECT ${EVENT_COLUMNS} FROM events WHERE id = h.event_id LIMIT 1
    ) AS e
    WHERE h.job_id = $1 AND h.event_id < $2 ORDER BY h.event_id DESC LIMIT $3`,
}

/** The events that a search has found so far, newest first. The caller has checked that the job belongs to the tenant. */
export async function listSearchHits(
  database: Database,
  jobId: JobId,
  query: PageQuery,
): Promise<Page<EventSummary>> {
  const { lt = LAST_ID } = idsOfPage('event', query)
  const rows = await run<SummaryRow>(poolOf(database), LIST, [jobId, lt, query.limit + 1])
  return toPageById(listOf('event'), rows, { limit: query.limit, toItem: toSummary })
}

/** The next events that a search has found, after one of them. It goes back in time, so later ones are older. */
export async function findHitsAfter(
  database: Database,
  jobId: JobId,
  { after = LAST_ID, limit }: { after?: string | undefined; limit: number },
): Promise<EventSummary[]> {
  return (await run<SummaryRow>(poolOf(database), LIST, [jobId, after, limit])).map(toSummary)
}

// Hits first: a job is deleted when it has none left, so that no statement deletes many rows.
const DELETE_HITS = deleteStatement(
  'delete-expired-hits',
  'search_hits',
  `job_id = ANY (ARRAY(
    SELECT id FROM bulk_jobs WHERE cleanup_at <= now() AND kind = 'event_search' ORDER BY cleanup_at LIMIT 20))`,
)
const DELETE_SEARCHES = deleteStatement(
  'delete-expired-searches',
  'bulk_jobs',
  "cleanup_at <= now() AND kind = 'event_search' AND NOT EXISTS (SELECT FROM search_hits WHERE job_id = bulk_jobs.id)",
)

/**
 * Deletes at most `limit` hits of expired searches, then searches without hits.
 * @returns whether there may be more
 */
export async function deleteExpiredSearches(database: Database, limit: number): Promise<boolean> {
  const hasMore = await runBatch(poolOf(database), DELETE_HITS, limit)
  return (await runBatch(poolOf(database), DELETE_SEARCHES, limit)) || hasMore
}
