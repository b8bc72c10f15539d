import { setTimeout } from 'node:timers/promises'
import { UnavailableError } from '@posthorn/contracts'
import type { Pool, PoolClient } from 'pg'
import { type Database, type DatabaseOptions, openPool, poolOf } from './database.ts'
import { run, type Sql } from './sql.ts'
import { isStatementTimeout } from './unavailable.ts'

/** A connection to a replica, for one read. Only the functions of this package reach it, as that of `Database`. */
export interface ReplicaRead {
  readonly isReplica: true
}

/** Where a list or a statistic is read: the primary or a replica. */
export type ListSource = Database | ReplicaRead

const replicaClients = new WeakMap<ReplicaRead, PoolClient>()

/** For hand-written SQL that only reads. Not exported from the package. */
export function sqlOf(source: ListSource): Sql {
  if (!('isReplica' in source)) return poolOf(source)
  const client = replicaClients.get(source)
  if (client === undefined) throw new TypeError('expected a source of ListReader, got another object')
  return client
}

/** Reads lists and statistics from a replica when it shows everything that was stored before the read. */
export interface ListReader {
  read<Result>(query: (source: ListSource) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

/** How long a read waits for the replica to catch up. Usually it is a few milliseconds behind. */
const CATCH_UP_MS = 200
const FIRST_PAUSE_MS = 2
/** For a connection to the replica, and for the answer to a check. */
const ANSWER_MS_MAX = 1000
/** After a failure, and after a replica did not catch up: until then the primary serves reads without asking it. */
const AVOID_MS = 5000

/** Without a replica: the primary serves all reads. */
export function readFromPrimary(primary: Database): ListReader {
  return { read: (query) => query(primary), close: () => Promise.resolve() }
}

/**
 * Every read first asks the primary up to where its WAL is flushed, which includes everything that any process has stored so
 * far, and waits until the replica has replayed that. So a read shows all earlier writes of every process, also those that
 * another API process or a worker has made. If the replica is down or too far behind, the primary serves the read.
 * @param options of the replica's pool
 */
export function readFromReplica(primary: Database, options: DatabaseOptions): ListReader {
  // Of the same schema as the primary's.
  const replica = openPool(options, primary.schema)
  let avoidUntilMs = 0
  const avoid = () => {
    avoidUntilMs = performance.now() + AVOID_MS
  }

  return {
    async read(query) {
      if (performance.now() < avoidUntilMs) return query(primary)
      const client = await currentConnection(poolOf(primary), replica).catch((error: unknown) => {
        options.onError(error instanceof Error ? error : new Error(String(error)))
        return undefined
      })
      if (client === undefined) {
        avoid()
        return query(primary)
      }
      let broken: Error | undefined
      try {
        const source: ReplicaRead = { isReplica: true }
        replicaClients.set(source, client)
        return await query(source)
      } catch (error) {
        // A conflict with replayed changes counts as unavailable too.
        // A slow query is no failure of the replica, and would take as long on the primary.
        if (!(error instanceof UnavailableError) || isStatementTimeout(error)) throw error
        broken = error
        options.onError(error)
        avoid()
        return await query(primary)
      } finally {
        client.release(broken)
      }
    },
    close: () => replica.end(),
  }
}

const POSITION = {
  name: 'read-flushed-position',
  text: 'SELECT pg_current_wal_flush_lsn()::text AS position',
}

// A server that is not in recovery is not a replica of the primary, whatever its position.
const REACHED = {
  name: 'has-replayed-position',
  text: `
    SELECT pg_is_in_recovery() AS "isReplica",
      coalesce(pg_last_wal_replay_lsn() >= $1::pg_lsn, false) AS "isReached"`,
}

/**
 * A connection to the replica on which everything is visible that was stored before the call. The check and the read use the
 * same connection, because a balancer may send another one to another replica.
 * @returns undefined when the replica does not catch up in time
 */
async function currentConnection(primary: Pool, replica: Pool): Promise<PoolClient | undefined> {
  const [flushed] = await run<{ position: string }>(primary, POSITION, [])
  if (flushed === undefined) return undefined
  const client = await connectionWithin(replica, ANSWER_MS_MAX)
  if (client === undefined) return undefined
  try {
    if (await catchesUp(client, flushed.position)) return client
  } catch (error) {
    client.release(error instanceof Error ? error : true)
    throw error
  }
  client.release()
  return undefined
}

async function catchesUp(client: PoolClient, position: string): Promise<boolean> {
  const deadlineMs = performance.now() + CATCH_UP_MS
  const check = { ...REACHED, values: [position], query_timeout: ANSWER_MS_MAX }
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs *= 2) {
    const { rows } = await client.query<{ isReplica: boolean; isReached: boolean }>(check)
    const [state] = rows
    if (state?.isReplica !== true) return false
    if (state.isReached) return true
    if (performance.now() + pauseMs > deadlineMs) return false
    await setTimeout(pauseMs)
  }
}

/** A connection that takes longer goes to the pool. */
async function connectionWithin(pool: Pool, ms: number): Promise<PoolClient | undefined> {
  const connecting = pool.connect()
  const timer = new AbortController()
  const late = setTimeout(ms, undefined, { signal: timer.signal }).catch(() => undefined)
  const client = await Promise.race([connecting, late]).finally(() => timer.abort())
  if (client === undefined) connecting.then((unused) => unused.release()).catch(() => {})
  return client
}
