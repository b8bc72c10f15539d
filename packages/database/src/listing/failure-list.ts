import type { EndpointId, Failure, FailurePage, FailureQuery, TenantId } from '@posthorn/contracts'
import { SAMPLES } from '../counting/failures.ts'
import { type List, positionOf, toPage } from '../sql/cursor.ts'
import { type ListSource, sqlOf } from '../sql/list-source.ts'
import { run, type Sql } from '../sql/sql.ts'
import { LAST_RESULT } from './delivery-cause.ts'
import { DELIVERY_COLUMNS, type DeliveryRow, describeDeliveries } from './described-deliveries.ts'

const WINDOW_MS = 24 * 3_600_000
/** Rows of `failures` that are read at most: an endpoint with one cause has up to four in an hour. */
const ROWS_MAX = 10_000
/** Pending deliveries of an endpoint that are read at most, to find its next attempt. */
const PENDING_MAX = 100

/** By the last failure, latest first. */
const LIST: List = { name: 'failure', position: /^\d{1,15}_ep_[0-9A-Za-z]{1,64}_[a-z_0-9]{1,64}$/ }

// Whole rows are compared, so that only the primary key applies (packages/database/src/sql/along-index.ts). With more rows than
// are read, the oldest hour is incomplete and left out.
const READ = {
  name: 'read-failures',
  text: `
    WITH newest AS MATERIALIZED (
      SELECT at, endpoint_id, cause, count, first_at, last_at, delivery_ids FROM failures
      WHERE (tenant_id, at) >= ($1, date_bin('1 hour', greatest($2::timestamptz, (SELECT created_at FROM tenants WHERE id = $1)), 'epoch')) AND (tenant_id, at) < ($1, $3::timestamptz)
      ORDER BY tenant_id DESC, at DESC, endpoint_id DESC, cause DESC, shard DESC LIMIT ${ROWS_MAX + 1}
    ), bound AS MATERIALIZED (
      SELECT CASE WHEN count(*) > ${ROWS_MAX} THEN min(at) + interval '1 hour' ELSE $2::timestamptz END AS reached
      FROM newest
    ), counted AS (
      SELECT endpoint_id, cause, sum(count)::int AS count, min(first_at) AS first_at, max(last_at) AS last_at
      FROM newest, bound WHERE newest.last_at >= bound.reached AND newest.first_at < $3
        AND ($8::text IS NULL OR newest.endpoint_id = $8)
      GROUP BY endpoint_id, cause
    ), page AS MATERIALIZED (
      SELECT * FROM counted WHERE $4::timestamptz IS NULL OR (last_at, endpoint_id, cause) < ($4, $5, $6)
      ORDER BY last_at DESC, endpoint_id DESC, cause DESC LIMIT $7
    ), sampled AS (
      SELECT endpoint_id, cause, (array_agg(DISTINCT id COLLATE "C" ORDER BY id COLLATE "C" DESC))[1:${SAMPLES}] AS ids
      FROM newest CROSS JOIN LATERAL unnest(delivery_ids) AS sample (id) GROUP BY endpoint_id, cause
    )
    SELECT bound.reached, page.endpoint_id AS "endpointId", page.cause, page.count, page.first_at AS "firstAt",
      page.last_at AS "lastAt", coalesce(sampled.ids, '{}') AS ids,
      endpoint.last_success_at IS NULL OR endpoint.last_success_at < page.last_at AS ongoing,
      CASE WHEN endpoint.enabled AND next.at IS NOT NULL THEN greatest(next.at, endpoint.probe_at) END AS "nextAttemptAt"
    FROM bound LEFT JOIN page ON true
      LEFT JOIN sampled ON sampled.endpoint_id = page.endpoint_id AND sampled.cause = page.cause
      LEFT JOIN LATERAL (
        SELECT e.enabled AND e.deleted_at IS NULL AS enabled, g.last_success_at,
          CASE WHEN g.circuit_opened_at IS NOT NULL THEN g.probe_at END AS probe_at
        FROM endpoints e JOIN endpoint_gates g ON g.endpoint_id = e.id WHERE e.id = page.endpoint_id
      ) AS endpoint ON true
      LEFT JOIN LATERAL (
        SELECT min(next_attempt_at) AS at FROM (
          SELECT next_attempt_at, last_error_code, last_status_code FROM deliveries
          WHERE status <> 'succeeded'
            AND (endpoint_id, status, id) >= (page.endpoint_id, 'pending', '')
            AND (endpoint_id, status, id) < (page.endpoint_id, 'pending', '~')
          ORDER BY endpoint_id DESC, status DESC, id DESC LIMIT ${PENDING_MAX}
        ) AS pending WHERE ${LAST_RESULT.cause} = page.cause
      ) AS next ON true
    ORDER BY page.last_at DESC, page.endpoint_id DESC, page.cause DESC`,
}

interface FailureRow {
  reached: Date
  endpointId: EndpointId
  cause: string
  count: number
  firstAt: Date
  lastAt: Date
  ids: string[]
  ongoing: boolean
  nextAttemptAt: Date | null
}

/** Without failures there is one row, with `reached` alone. */
type ReadRow = FailureRow | { reached: Date; endpointId: null }

/**
 * What fails in a window: failed attempts by endpoint and cause, the latest first.
 * @throws ProblemError `invalid_cursor`
 */
export async function listFailures(
  source: ListSource,
  tenantId: TenantId,
  query: FailureQuery,
): Promise<FailurePage> {
  const sql = sqlOf(source)
  // Failures have the time of the database, whose clock may be ahead.
  const to = query.to ?? new Date()
  const from = query.from ?? new Date(to.getTime() - WINDOW_MS)
  const position = positionOf(LIST, query.cursor)
  const [, ms, endpointId, cause] =
    position === undefined ? [] : (/^(\d+)_(ep_[^_]+)_(.+)$/.exec(position) ?? [])
  const lastAt = ms === undefined ? null : new Date(Number(ms))
  const { limit, endpointId: only = null } = query
  const values = [tenantId, from, query.to ?? 'infinity', lastAt, endpointId, cause, limit + 1, only]
  const rows = await run<ReadRow>(sql, READ, values)
  const failures = rows.filter((row): row is FailureRow => row.endpointId !== null)
  const page = toPage(LIST, failures, {
    limit,
    toPosition: (row) => `${row.lastAt.getTime()}_${row.endpointId}_${row.cause}`,
    toItem: (row) => row,
  })
  return {
    data: await withSamples(sql, page.data),
    nextCursor: page.nextCursor,
    from: (rows[0]?.reached ?? from).toISOString(),
    to: to.toISOString(),
  }
}

const FIND_SAMPLES = {
  name: 'find-failed-samples',
  text: `SELECT ${DELIVERY_COLUMNS} FROM deliveries WHERE id = ANY ($1)`,
}

async function withSamples(sql: Sql, rows: readonly FailureRow[]): Promise<Failure[]> {
  const ids = [...new Set(rows.flatMap((row) => row.ids))]
  const found = ids.length === 0 ? [] : await run<DeliveryRow>(sql, FIND_SAMPLES, [ids])
  const samples = new Map(
    (await describeDeliveries(sql, found)).map((delivery) => [String(delivery.id), delivery]),
  )
  return rows.map(({ endpointId, cause, count, firstAt, lastAt, ongoing, nextAttemptAt, ...row }) => {
    const isStatus = /^\d+$/.test(cause)
    return {
      endpointId,
      cause,
      statusCode: isStatus ? Number(cause) : null,
      errorCode: isStatus ? null : cause,
      count,
      firstAt: firstAt.toISOString(),
      lastAt: lastAt.toISOString(),
      ongoing,
      nextAttemptAt: nextAttemptAt?.toISOString() ?? null,
      samples: row.ids.flatMap((id) => samples.get(id) ?? []),
    }
  })
}
