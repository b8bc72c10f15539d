import { type Database, poolOf } from '../sql/database.ts'
import { deleteStatement, runBatch } from '../sql/delete-batch.ts'

/** Rows for the same count (column `shard`), so that concurrent workers seldom wait for each other. */
const ROWS_OF_COUNT = 4
/** Deliveries named by each row. */
export const SAMPLES = 3
const KEPT_DAYS = 32

/**
 * Part of the statement that records attempts: counts the failed ones, by endpoint and cause.
 * Lock order: rows of `failures` in the order of their key, after the recorded deliveries.
 */
export const COUNTED_FAILURES = `counted_failures AS (
      INSERT INTO failures AS f (tenant_id, at, endpoint_id, cause, shard, count, first_at, last_at, delivery_ids)
      SELECT tenant_id, date_bin('1 hour', now(), 'epoch'), endpoint_id, coalesce(error_code, status_code::text),
        floor(random() * ${ROWS_OF_COUNT})::smallint, count(*), now(), now(),
        (array_agg(delivery_id ORDER BY delivery_id DESC))[1:${SAMPLES}]
      FROM given
      WHERE result = 'failed' AND coalesce(error_code, status_code::text) IS NOT NULL
        AND delivery_id IN (SELECT delivery_id FROM attempt)
      GROUP BY tenant_id, endpoint_id, coalesce(error_code, status_code::text)
      ORDER BY tenant_id, endpoint_id, coalesce(error_code, status_code::text)
      ON CONFLICT (tenant_id, at, endpoint_id, cause, shard) DO UPDATE SET count = f.count + excluded.count,
        last_at = greatest(f.last_at, excluded.last_at), delivery_ids = ARRAY(
          SELECT DISTINCT id COLLATE "C" AS id FROM unnest(f.delivery_ids || excluded.delivery_ids) AS sample (id)
          ORDER BY id DESC LIMIT ${SAMPLES})
    )`

const DELETE_OLD = deleteStatement(
  'delete-old-failures',
  'failures',
  `at < now() - interval '${KEPT_DAYS} days' ORDER BY at`,
)

/**
 * Deletes at most `limit` old rows.
 * @returns whether there may be more
 */
export async function deleteOldFailures(database: Database, limit: number): Promise<boolean> {
  return runBatch(poolOf(database), DELETE_OLD, limit)
}
