/** An index that is built while its table is written to. */
export interface ConcurrentIndex {
  name: string
  table: string
  unique: boolean
  /** The statement after the name of the table: columns and conditions. */
  definition: string
}

const COMMENT = /--.*$/gm
const STATEMENT =
  /^\s*CREATE\s+(UNIQUE\s+)?INDEX\s+CONCURRENTLY\s+"?(\w+)"?\s+ON\s+"?(\w+)"?\s*(\(?[^;]+?)\s*;?\s*$/i
/** PostgreSQL truncates longer names, so two of them might become equal: https://www.postgresql.org/docs/current/limits.html */
const NAME_LENGTH_MAX = 63

/** @returns the index of a migration with one `CREATE INDEX CONCURRENTLY` statement and nothing else, otherwise undefined */
export function readConcurrentIndex(sql: string): ConcurrentIndex | undefined {
  const match = STATEMENT.exec(sql.replaceAll(COMMENT, ''))
  if (match === null) return undefined
  const [, unique, name = '', table = '', definition = ''] = match
  return { name, table, unique: unique !== undefined, definition }
}

/**
 * The index on one partition that belongs to an index on the partitioned table.
 * @throws Error when the name derived from that of the partition is too long
 */
export function indexOfPartition(index: ConcurrentIndex, partition: string): ConcurrentIndex {
  const prefix = `${index.table}_`
  const suffix = index.name.startsWith(prefix) ? index.name.slice(prefix.length) : index.name
  const name = `${partition}_${suffix}`
  if (name.length > NAME_LENGTH_MAX) {
    throw new Error(
      `The name of the index "${index.name}" on the partition "${partition}" would be "${name}", ${name.length} characters, at most ${NAME_LENGTH_MAX}: shorten the name of the index`,
    )
  }
  return { ...index, name, table: partition }
}

/** @param how `CONCURRENTLY` for a table, `IF NOT EXISTS … ON ONLY` for a partitioned table without its partitions */
export function createStatement(index: ConcurrentIndex, how: 'concurrently' | 'only'): string {
  const { name, table, unique, definition } = index
  const create = unique ? 'CREATE UNIQUE INDEX' : 'CREATE INDEX'
  return how === 'concurrently'
    ? `${create} CONCURRENTLY "${name}" ON "${table}" ${definition}`
    : `${create} IF NOT EXISTS "${name}" ON ONLY "${table}" ${definition}`
}
