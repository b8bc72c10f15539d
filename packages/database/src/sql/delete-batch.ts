import { run, type Sql, type Statement } from './sql.ts'

/**
 * A statement for `runBatch` that deletes at most $1 rows. It skips locked rows, so it waits for no lock.
 * @param rows condition of the rows to delete, as SQL; may end with ORDER BY
 */
export function deleteStatement(name: string, table: string, rows: string): Statement {
  return {
    name,
    text: `
    WITH deleted AS (
      DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM ${table} WHERE ${rows} LIMIT $1 FOR UPDATE SKIP LOCKED))
      RETURNING 1
    )
    SELECT count(*)::int AS count FROM deleted`,
  }
}

/**
 * Runs a statement that changes at most $1 rows and returns their `count`.
 * @returns whether there may be more rows
 */
export async function runBatch(sql: Sql, statement: Statement, limit: number): Promise<boolean> {
  const [{ count } = { count: 0 }] = await run<{ count: number }>(sql, statement, [limit])
  return count === limit
}
