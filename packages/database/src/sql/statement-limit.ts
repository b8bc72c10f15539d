import type { Pool } from 'pg'
import { inTransaction, run, type Sql } from './sql.ts'

const SET = { name: 'set-statement-timeout', text: "SELECT set_config('statement_timeout', $1, true)" }

export interface StatementLimit {
  /** PostgreSQL cancels a statement after this time. */
  statementMsMax: number
}

/** Runs reads with a statement timeout of their own, shorter than that of the process. */
export async function withStatementLimit<Result>(
  pool: Pool,
  { statementMsMax }: StatementLimit,
  work: (sql: Sql) => Promise<Result>,
): Promise<Result> {
  return inTransaction(pool, async (sql) => {
    await run(sql, SET, [String(statementMsMax)])
    return work(sql)
  })
}
