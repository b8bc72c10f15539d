import { timeOfId } from '@posthorn/contracts'
import { type Database, poolOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'
import { type StatementLimit, withStatementLimit } from '../sql/statement-limit.ts'

/** How long the rows of a partitioned table still have partitions of their own. */
export interface PartitionLookahead {
  table: string
  /** Time until its last partition ends; negative when that is over and rows go to the default partition. */
  seconds: number
}

// The upper bounds are ids, which contain a time. The default partition has none.
const FIND = {
  name: 'find-partition-bounds',
  text: `
    SELECT p.table_name AS "table", extract(epoch FROM now())::float8 * 1000 AS "nowMs",
      array_agg(substring(pg_get_expr(c.relpartbound, c.oid) FROM 'TO \\(''(\\w+)''\\)')) AS bounds
    FROM partitioned p
    JOIN pg_inherits i ON i.inhparent = to_regclass(quote_ident(p.table_name))
    JOIN pg_class c ON c.oid = i.inhrelid
    GROUP BY p.table_name ORDER BY p.table_name`,
}

interface Bounds {
  table: string
  nowMs: number
  bounds: (string | null)[]
}

/** The lookahead of each partitioned table that has partitions. */
export async function findLookahead(
  database: Database,
  limit: StatementLimit,
): Promise<PartitionLookahead[]> {
  const rows = await withStatementLimit(poolOf(database), limit, (sql) => run<Bounds>(sql, FIND, []))
  return rows.map(({ table, nowMs, bounds }) => {
    const ends = bounds.flatMap((bound) => (bound === null ? [] : [timeOfId(bound).getTime()]))
    return { table, seconds: (Math.max(0, ...ends) - nowMs) / 1000 }
  })
}
