import {
  type Attempt,
  type AttemptId,
  type AttemptTrigger,
  type DeliveryId,
  newId,
  type Page,
  type PageQuery,
} from '@posthorn/contracts'
import { type List, placeOf, toPage } from './cursor.ts'
import type { Database } from './database.ts'
import type { Attempt as AttemptRow } from './generated/client.ts'
import { FIRST_REMINDER_SECONDS } from './reminders.ts'
import { run } from './sql.ts'

type HeaderMap = Record<string, string | string[]>

/** What an attempt was and what becomes of its delivery. */
export interface AttemptRecord {
  deliveryId: DeliveryId
  number: number
  trigger: AttemptTrigger
  startedAt: Date
  durationMs: number
  requestHeaders: HeaderMap
  statusCode: number | undefined
  responseHeaders: HeaderMap | undefined
  responseBody: Uint8Array | undefined
  responseBodyTruncated: boolean
  errorCode: string | undefined
  next: AfterAttempt
}

export type AfterAttempt =
  | { status: 'succeeded' }
  | { status: 'failed'; disableEndpoint: boolean; failureCount: number }
  | { status: 'pending'; delayMs: number; failureCount: number }

// The attempt is put on record in any case; one that was taken for lost is put right. The delivery moves on only if it
// is still in this worker's hands (its count is this attempt's number), or if this attempt has succeeded.
const RECORD = {
  name: 'record-attempt',
  text: `
    WITH attempt AS (
      INSERT INTO attempts AS a (id, delivery_id, number, trigger, started_at, duration_ms, request_headers, status_code,
        response_headers, response_body, response_body_truncated, error_code, result)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
      ON CONFLICT (delivery_id, number) DO UPDATE SET started_at = excluded.started_at,
        duration_ms = excluded.duration_ms, request_headers = excluded.request_headers,
        status_code = excluded.status_code, response_headers = excluded.response_headers,
        response_body = excluded.response_body, response_body_truncated = excluded.response_body_truncated,
        error_code = excluded.error_code, result = excluded.result
        WHERE a.error_code = 'worker_lost'
    ), delivery AS (
      UPDATE deliveries SET status = $14, failure_count = coalesce($15, failure_count),
        next_attempt_at = now() + make_interval(secs => $16::float8 / 1000),
        remind_at = now() + make_interval(secs => $16::float8 / 1000 + ${FIRST_REMINDER_SECONDS}),
        finished_at = CASE WHEN $14 = 'pending'::delivery_status THEN NULL ELSE now() END,
        claimed_at = NULL, lease_until = NULL
      WHERE id = $2 AND status = 'pending'
        AND ((attempt_count = $3 AND lease_until IS NOT NULL) OR $14 = 'succeeded'::delivery_status)
      RETURNING endpoint_id
    ), endpoint AS (
      UPDATE endpoints SET enabled = false, disabled_reason = 'gone', updated_at = now()
      WHERE $17 AND id = (SELECT endpoint_id FROM delivery) AND enabled
    )
    SELECT count(*)::int AS moved FROM delivery`,
}

/**
 * Puts an attempt on record and moves its delivery on, in one statement. Safe to repeat with the same record.
 * @returns false when the delivery had moved on without this attempt: cancelled, or taken over by another worker
 */
export async function recordAttempt({ pool }: Database, record: AttemptRecord): Promise<boolean> {
  const { next } = record
  const [row] = await run<{ moved: number }>(pool, RECORD, [
    newId('attempt', record.startedAt),
    record.deliveryId,
    record.number,
    record.trigger,
    record.startedAt,
    Math.round(record.durationMs),
    JSON.stringify(record.requestHeaders),
    record.statusCode,
    record.responseHeaders === undefined ? undefined : JSON.stringify(record.responseHeaders),
    record.responseBody,
    record.responseBodyTruncated,
    record.errorCode,
    next.status === 'succeeded' ? 'succeeded' : 'failed',
    next.status,
    next.status === 'succeeded' ? undefined : next.failureCount,
    next.status === 'pending' ? next.delayMs : undefined,
    next.status === 'failed' && next.disableEndpoint,
  ])
  return row?.moved === 1
}

/** Attempts are listed by their number: the newest first. */
const LIST: List = { name: 'attempt', place: /^\d{1,9}$/ }

/** The attempts of one delivery. The caller has made sure that the delivery is the tenant's. */
export async function listAttempts(
  { prisma }: Database,
  deliveryId: DeliveryId,
  query: PageQuery,
): Promise<Page<Attempt>> {
  const place = placeOf(LIST, query.cursor)
  const rows = await prisma.attempt.findMany({
    where: { deliveryId, ...(place === undefined ? {} : { number: { lt: Number(place) } }) },
    orderBy: { number: 'desc' },
    take: query.limit + 1,
  })
  return toPage(LIST, rows, {
    limit: query.limit,
    toPlace: (row) => String(row.number),
    toItem: toAttempt,
  })
}

function toAttempt(row: AttemptRow): Attempt {
  return {
    id: row.id as AttemptId,
    number: row.number,
    trigger: row.trigger,
    startedAt: row.startedAt.toISOString(),
    durationMs: row.durationMs,
    requestHeaders: row.requestHeaders as HeaderMap,
    statusCode: row.statusCode,
    responseHeaders: row.responseHeaders as HeaderMap | null,
    responseBody: row.responseBody === null ? null : Buffer.from(row.responseBody).toString('utf8'),
    responseBodyTruncated: row.responseBodyTruncated,
    errorCode: row.errorCode,
    result: row.result,
  }
}
