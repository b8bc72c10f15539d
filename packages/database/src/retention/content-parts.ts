import { countCancelled } from '../counting/counts.ts'
import type { Statement } from '../sql/sql.ts'

/** What is left of an event without its content. */
export const EMPTY_EVENT = "body = '', data_start = 0, raw = NULL, headers = NULL, content_removed_at = now()"

/** The end of a part of deliveries, and how many of them were cancelled. */
export interface EmptiedPart {
  /** Id of the last delivery; null if there was none. */
  last: string | null
  count: number
  cancelled: number
}

/**
 * A statement that removes the recorded headers and bodies of the attempts of some deliveries, and cancels those that are pending.
 * Lock order: the deliveries by id; their attempts; rows of `counts`.
 * @param rows a query of `id` and `status` of the deliveries, without its lock
 * @param reason why they are cancelled, as SQL
 */
export function emptyAttemptsStatement(
  name: string,
  { rows, reason }: { rows: string; reason: string },
): Statement {
  return {
    name,
    text: `
    WITH part AS MATERIALIZED (
      ${rows} FOR NO KEY UPDATE
    ), cancelled AS (
      UPDATE deliveries d SET status = 'cancelled', reason = ${reason}, finished_at = now(), next_attempt_at = NULL,
        remind_at = NULL, manual_at = NULL
      WHERE d.id = ANY (ARRAY(SELECT id FROM part WHERE status = 'pending'))
      RETURNING d.tenant_id, d.endpoint_id
    ), counted AS (${countCancelled('cancelled')}
    ), emptied AS (
      UPDATE attempts SET request_headers = '{}', response_headers = NULL, response_body = NULL, content_removed_at = now()
      WHERE delivery_id = ANY (ARRAY(SELECT id FROM part)) AND content_removed_at IS NULL
    )
    SELECT max(id) AS last, count(*)::int AS count, (SELECT count(*)::int FROM cancelled) AS cancelled FROM part`,
  }
}
