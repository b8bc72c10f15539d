import { createPool, parseDatabaseUrl } from '@posthorn/postgres'
import { escapeIdentifier, type Pool } from 'pg'

// A migration declares an index of a partitioned table with ON ONLY: it is invalid until each partition has its own. New
// partitions get theirs when they are attached.
const MISSING = `
  SELECT parent.relname AS index, pg_get_indexdef(i.indexrelid) AS definition, table_.relname AS "table",
    part.relname AS partition
  FROM pg_index i JOIN pg_class parent ON parent.oid = i.indexrelid AND parent.relkind = 'I'
    JOIN pg_class table_ ON table_.oid = i.indrelid
    JOIN pg_inherits p ON p.inhparent = i.indrelid JOIN pg_class part ON part.oid = p.inhrelid
  WHERE NOT i.indisvalid AND parent.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) AND NOT EXISTS (
    SELECT FROM pg_inherits c JOIN pg_index child ON child.indexrelid = c.inhrelid
    WHERE c.inhparent = i.indexrelid AND child.indrelid = part.oid
  )
  ORDER BY parent.relname, part.relname`

/** An index that a partition lacks. */
interface MissingIndex {
  index: string
  /** Of the index of the partitioned table: `CREATE INDEX … ON ONLY … USING …`. */
  definition: string
  table: string
  partition: string
}

/** A worker may attach a partition during the first pass. */
const PASSES_MAX = 3

/**
 * Builds the declared indexes that partitions lack, without blocking writes. Safe to repeat: what an interrupted build left is
 * dropped and built again.
 * @param url of the PostgreSQL database
 * @returns the names of the built indexes
 */
export async function buildPartitionIndexes(url: string): Promise<string[]> {
  const { connectionString, schema } = parseDatabaseUrl(url)
  const pool = createPool({ connectionString, schema }, { max: 1 })
  const built: string[] = []
  try {
    for (let pass = 0; pass < PASSES_MAX; pass += 1) {
      const { rows } = await pool.query<MissingIndex>(MISSING)
      if (rows.length === 0) break
      for (const missing of rows) built.push(await build(pool, missing))
    }
    return built
  } finally {
    await pool.end()
  }
}

// Lock order: no row locks. Concurrent builds lock the partition only against other changes of its schema; attaching the
// index locks the index of the partitioned table for a moment.
async function build(pool: Pool, { index, definition, table, partition }: MissingIndex): Promise<string> {
  const name = index.replace(table, partition)
  const keys = definition.slice(definition.indexOf(' USING '))
  await pool.query(`DROP INDEX CONCURRENTLY IF EXISTS ${escapeIdentifier(name)}`)
  await pool.query(
    `CREATE INDEX CONCURRENTLY ${escapeIdentifier(name)} ON ${escapeIdentifier(partition)}${keys}`,
  )
  await pool.query(`ALTER INDEX ${escapeIdentifier(index)} ATTACH PARTITION ${escapeIdentifier(name)}`)
  return name
}
