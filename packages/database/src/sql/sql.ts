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

/** A statement with its values, to be sent together with others. */
export interface Query {
  statement: Statement
  values: unknown[]
}

/** The rows of each of several statements; the caller names their types, as the texts give them. */
export type Answers = readonly QueryResultRow[][]

/**
 * Sends statements one behind the other, and waits for none before the next: the connections are in pipeline mode. Within a
 * transaction those behind one that fails fail too.
 */
export async function runPipelined(sql: Sql, asked: readonly Query[]): Promise<Answers> {
  return Promise.all(asked.map(({ statement, values }) => run(sql, statement, values)))
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

/** A transaction of two round trips: what it looks at goes with its BEGIN, what it changes goes with its COMMIT. */
export interface PipelinedTransaction<Result> {
  /** Locks and reads, and changes nothing: what is sent behind a BEGIN that fails would not be in a transaction. */
  look: readonly Query[]
  /** From the rows of each look: what to change, and what the result is, from the rows of that. */
  decide: (answers: Answers) => { changes: readonly Query[]; conclude: (answers: Answers) => Result }
}

/** Should one of the changes fail, those sent behind it do too, and nothing is committed. */
export async function inPipelinedTransaction<Result>(
  pool: Pool,
  { look, decide }: PipelinedTransaction<Result>,
): Promise<Result> {
  return orRolledBack(pool, async (client) => {
    const [, seen] = await Promise.all([orUnavailable(client.query('BEGIN')), runPipelined(client, look)])
    const { changes, conclude } = decide(seen)
    const [changed] = await Promise.all([
      runPipelined(client, changes),
      orUnavailable(client.query('COMMIT')),
    ])
    return conclude(changed)
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
      // The connection is of no use any more: the pool must not hand it out again.
      broken = new Error('rolling back', { cause })
    })
    throw error
  } finally {
    client.release(broken)
  }
}
