import { type Database, poolOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'
import { type StatementLimit, withStatementLimit } from '../sql/statement-limit.ts'
import { oldestId } from './oldest-id.ts'
import { type BoundedPartition, type RemovalStep, removalSteps } from './removal-steps.ts'

// The bounds are ids, which contain a time, without their prefix. The default partition has none.
const FIND = {
  name: 'find-expired-partitions',
  text: `
    SELECT p.table_name AS "table", c.relname AS name, coalesce(bound.from_digits, '') AS "from",
      bound.to_digits AS "to", bound.to_digits COLLATE "C" <= split_part(${oldestId('x', '$1')}, '_', 2) AS "isExpired"
    FROM partitioned p
      JOIN pg_inherits i ON i.inhparent = to_regclass(quote_ident(p.table_name))
      JOIN pg_class c ON c.oid = i.inhrelid
      CROSS JOIN LATERAL (SELECT pg_get_expr(c.relpartbound, c.oid) AS text) AS expression
      CROSS JOIN LATERAL (
        SELECT substring(expression.text FROM 'FROM \\(''[a-z]+_(\\w+)''\\)') AS from_digits,
          substring(expression.text FROM 'TO \\(''[a-z]+_(\\w+)''\\)') AS to_digits
      ) AS bound
    WHERE bound.to_digits IS NOT NULL`,
}

/**
 * The steps that remove the partitions that have expired, in their order.
 * @param retentionDays how long rows are kept
 */
export async function findRemovalSteps(database: Database, retentionDays: number): Promise<RemovalStep[]> {
  return removalSteps(await run<BoundedPartition>(poolOf(database), FIND, [retentionDays]))
}

const COUNT_DETACHED = {
  name: 'count-detached-partitions',
  text: 'SELECT count(*)::int AS count FROM detached_partitions',
}

/**
 * The number of expired partitions that are not removed yet, including those that are detached and not dropped.
 * @param retentionDays 0: none expires
 */
export async function countExpiredPartitions(
  database: Database,
  retentionDays: number,
  limit: StatementLimit,
): Promise<number> {
  return withStatementLimit(poolOf(database), limit, async (sql) => {
    const partitions = retentionDays === 0 ? [] : await run<BoundedPartition>(sql, FIND, [retentionDays])
    const [detached] = await run<{ count: number }>(sql, COUNT_DETACHED, [])
    return partitions.filter(({ isExpired }) => isExpired).length + (detached?.count ?? 0)
  })
}
