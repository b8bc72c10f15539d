import type { Client } from 'pg'
import { run } from '../sql/sql.ts'
import { type ConcurrentIndex, createStatement, indexOfPartition } from './concurrent-index.ts'
import { type IndexWatch, reportingIndexBuild } from './index-progress.ts'
import { type LockWait, withShortLocks } from './lock-timeout.ts'

export interface IndexBuild {
  sql: Client
  /** Another connection reads the progress. */
  watch: IndexWatch
  wait: Omit<LockWait, 'what'>
}

const IS_PARTITIONED = {
  name: 'is-partitioned-table',
  text: `SELECT relkind = 'p' AS partitioned FROM pg_class WHERE oid = quote_ident($1)::regclass`,
}

const FIND_INDEX = {
  name: 'find-index',
  text: `
    SELECT indisvalid AS valid FROM pg_index
    WHERE indexrelid = to_regclass(quote_ident($1)) AND indrelid = quote_ident($2)::regclass`,
}

/** The partitions of $1 without an index that belongs to the index $2. */
const FIND_PARTITIONS_WITHOUT = {
  name: 'find-partitions-without-index',
  text: `
    SELECT c.relname AS "partition"
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = quote_ident($1)::regclass AND NOT EXISTS (
      SELECT FROM pg_inherits child JOIN pg_index x ON x.indexrelid = child.inhrelid
      WHERE child.inhparent = quote_ident($2)::regclass AND x.indrelid = c.oid)
    ORDER BY c.relname`,
}

/**
 * Builds an index while its table is read and written. PostgreSQL has no concurrent build for a partitioned table: the index is
 * created without its partitions, then built concurrently on each partition, and attached. Safe to repeat after an interruption
 * at any step.
 */
export async function buildIndex(build: IndexBuild, index: ConcurrentIndex): Promise<void> {
  const [table] = await run<{ partitioned: boolean }>(build.sql, IS_PARTITIONED, [index.table])
  if (table?.partitioned) await buildForPartitions(build, index)
  else await buildForTable(build, index)
}

// CREATE INDEX ON ONLY locks the partitioned table against writes, for an instant. ATTACH PARTITION locks the index of the
// partition exclusively, then the catalogue only. Neither holds the lock of another statement.
async function buildForPartitions(build: IndexBuild, index: ConcurrentIndex): Promise<void> {
  const { sql, wait } = build
  const what = `Index ${index.name}`
  await withShortLocks(sql, { ...wait, what }, async () => {
    await sql.query(createStatement(index, 'only'))
  })
  for (const partition of await findPartitionsWithout(build, index)) {
    const part = indexOfPartition(index, partition)
    await buildIndex(build, part)
    await withShortLocks(sql, { ...wait, what: `Index ${part.name}` }, async () => {
      await sql.query(`ALTER INDEX "${index.name}" ATTACH PARTITION "${part.name}"`)
    })
  }
}

async function findPartitionsWithout({ sql }: IndexBuild, { table, name }: ConcurrentIndex) {
  const rows = await run<{ partition: string }>(sql, FIND_PARTITIONS_WITHOUT, [table, name])
  return rows.map(({ partition }) => partition)
}

// A concurrent build locks its table against changes of its definition only, and waits for the transactions that are older than
// the build, without a lock that reads or writes wait for. So it may wait for long.
async function buildForTable({ sql, watch, wait }: IndexBuild, index: ConcurrentIndex): Promise<void> {
  const [found] = await run<{ valid: boolean }>(sql, FIND_INDEX, [index.name, index.table])
  if (found?.valid) return
  if (found !== undefined) {
    wait.onProgress(`Index ${index.name}: its build was interrupted. Building it again.`)
    await sql.query(`DROP INDEX CONCURRENTLY IF EXISTS "${index.name}"`)
  }
  await reportingIndexBuild({ ...watch, name: index.name, onProgress: wait.onProgress }, async () => {
    await sql.query(createStatement(index, 'concurrently'))
  })
}
