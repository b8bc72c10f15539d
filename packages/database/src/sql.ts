import type { Pool, PoolClient, QueryResultRow } from 'pg'
import { orUnavailable } from './unavailable.ts'

/** Where hand-written SQL runs: on the pool, or within a transaction. */
export type Sql = Pick<PoolClient, 'query'>

/** A statement with a name is parsed and planned once for each connection. */
export interface Statement {
  name: string
  text: string
}

/**
 * Runs one prepared statement.
 * @returns its rows; the caller names their type, as the statement's text gives them
 * @throws UnavailableError when PostgreSQL does not answer
 */
export async function run<Row extends QueryResultRow>(
  sql: Sql,
  statement: Statement,
  values: unknown[],
): Promise<Row[]> {
  const { rows } = await orUnavailable(sql.query<Row>({ ...statement, values }))
  return rows
}

const BEGIN = 'BEGIN'
/** For what may be lost should PostgreSQL crash within the next second: the commit does not wait for the disk. */
export const BEGIN_UNFLUSHED = 'BEGIN; SET LOCAL synchronous_commit TO off'

/** Runs `work` in one transaction: committed when it returns, rolled back when it throws. */
export async function inTransaction<Result>(
  pool: Pool,
  work: (sql: Sql) => Promise<Result>,
  begin: typeof BEGIN | typeof BEGIN_UNFLUSHED = BEGIN,
): Promise<Result> {
  const client = await orUnavailable(pool.connect())
  let broken: Error | undefined
  try {
    await orUnavailable(client.query(begin))
    const result = await work(client)
    await orUnavailable(client.query('COMMIT'))
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch((cause: unknown) => {
      // The connection is of no use any more: the pool must not hand it out again.
      broken = new Error('rolling back', { cause })
    })
    throw error
  } finally {
    client.release(broken)
  }
}
