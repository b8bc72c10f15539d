import type { Pool, PoolClient, QueryResultRow } from 'pg'
import { orUnavailable } from './unavailable.ts'

/** Runs hand-written SQL: the pool, or the connection of a transaction. */
export type Sql = Pick<PoolClient, 'query'>

/** A prepared statement: parsed and planned once for each connection. */
export interface Statement {
  name: string
  text: string
}

/**
 * Runs one prepared statement.
 * @returns its rows; the caller states their type, which must match the statement
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

/** A statement with its values, for a pipeline. */
export interface Query {
  statement: Statement
  values: unknown[]
}

/** The rows of each query of a pipeline; the caller states their types, which must match the statements. */
export type RowSets = readonly QueryResultRow[][]

/** Sends queries as a pipeline, without waiting between them. Within a transaction, those after a failed query fail too. */
export async function runPipelined(sql: Sql, queries: readonly Query[]): Promise<RowSets> {
  return Promise.all(queries.map(({ statement, values }) => run(sql, statement, values)))
}

/** Runs `work` in one transaction: committed when it returns, rolled back when it throws. */
export async function inTransaction<Result>(
  pool: Pool,
  work: (sql: Sql) => Promise<Result>,
): Promise<Result> {
  return orRolledBack(pool, async (client) => {
    await orUnavailable(client.query('BEGIN'))
    const result = await work(client)
    await orUnavailable(client.query('COMMIT'))
    return result
  })
}

/** A transaction of two round trips: BEGIN is pipelined with the reads, COMMIT with the writes. */
export interface PipelinedTransaction<Result> {
  /** Lock and read, without writing: if BEGIN fails, they run outside of a transaction. */
  reads: readonly Query[]
  /** Decides on the writes from the rows of the reads. `toResult` makes the result from the rows of the writes. */
  decide: (rowSets: RowSets) => { writes: readonly Query[]; toResult: (rowSets: RowSets) => Result }
}

/** If a write fails, the following ones and the COMMIT fail too: nothing is committed. */
export async function inPipelinedTransaction<Result>(
  pool: Pool,
  { reads, decide }: PipelinedTransaction<Result>,
): Promise<Result> {
  return orRolledBack(pool, async (client) => {
    const [, read] = await Promise.all([orUnavailable(client.query('BEGIN')), runPipelined(client, reads)])
    const { writes, toResult } = decide(read)
    const [written] = await Promise.all([runPipelined(client, writes), orUnavailable(client.query('COMMIT'))])
    return toResult(written)
  })
}

async function orRolledBack<Result>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await orUnavailable(pool.connect())
  let broken: Error | undefined
  try {
    return await work(client)
  } catch (error) {
    await client.query('ROLLBACK').catch((cause: unknown) => {
      // Passed to `release`, so that the pool closes the connection.
      broken = new Error('rolling back', { cause })
    })
    throw error
  } finally {
    client.release(broken)
  }
}
