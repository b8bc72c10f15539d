import { type Database, poolOf } from '../sql/database.ts'
import { rowsOf } from '../sql/rows-of.ts'
import { run, type Sql } from '../sql/sql.ts'
import type { SealedColumn } from './sealed-columns.ts'

/** Encrypts a value with the current key; or says that it is, or that no key decrypts it. */
export type Reseal = (sealed: Uint8Array, boundTo: string) => Uint8Array | 'current' | 'undecryptable'

export interface RekeyedBatch {
  rekeyed: number
  current: number
  /** Replaced or deleted by others between reading and writing. */
  changed: number
  /** The keys of the rows. */
  undecryptable: string[][]
  /** The key of the last row, for the next batch; undefined when this was the last batch. */
  last: string[] | undefined
}

type SealedRow = { sealed: Uint8Array } & Record<string, string>

/** A row as it was read, and its new value. */
interface Write {
  row: SealedRow
  sealed: Uint8Array
}

/**
 * Encrypts the next values of a column again, in the order of their keys.
 *
 * Values are read without a lock. One statement then locks the rows in the order of their keys and writes those whose value
 * is still the one that was read.
 * @param options.after key of the last row of the previous batch; undefined for the first batch
 * @throws UnavailableError when PostgreSQL does not answer; then nothing of this batch is written, or all of it
 */
export async function rekeyBatch(
  database: Database,
  column: SealedColumn,
  { after, limit, reseal }: { after: string[] | undefined; limit: number; reseal: Reseal },
): Promise<RekeyedBatch> {
  const pool = poolOf(database)
  // Text sorts after the empty text, in every collation.
  const from = after ?? column.key.map(() => '')
  const rows = await run<SealedRow>(pool, readStatement(column), [...from, limit])
  const undecryptable: string[][] = []
  const writes: Write[] = []
  for (const row of rows) {
    const sealed = reseal(row.sealed, column.boundTo(row))
    if (sealed === 'undecryptable') undecryptable.push(keyOf(column, row))
    else if (sealed !== 'current') writes.push({ row, sealed })
  }
  const written = writes.length === 0 ? 0 : await write(pool, column, writes)
  const last = rows.at(-1)
  return {
    rekeyed: written,
    current: rows.length - undecryptable.length - writes.length,
    changed: writes.length - written,
    undecryptable,
    last: last === undefined || rows.length < limit ? undefined : keyOf(column, last),
  }
}

async function write(sql: Sql, column: SealedColumn, writes: readonly Write[]): Promise<number> {
  const given = rowsToWrite(column)
  const rows = await run(sql, writeStatement(column, given.from), given.values(writes))
  return rows.length
}

function rowsToWrite({ key }: SealedColumn) {
  const keys = key.map((name) => [name, { type: 'text', of: ({ row }: Write) => row[name] }] as const)
  return rowsOf<Write>()('given', {
    ...Object.fromEntries(keys),
    before: { type: 'bytea', of: ({ row }) => row.sealed },
    after: { type: 'bytea', of: ({ sealed }) => sealed },
  })
}

function keyOf({ key }: SealedColumn, row: SealedRow): string[] {
  return key.map((name) => row[name] ?? '')
}

function readStatement({ table, column, key, others }: SealedColumn) {
  const columns = key.join(', ')
  return {
    name: `read-sealed-${table}`,
    text: `
      SELECT ${[...key, ...others].join(', ')}, ${column} AS sealed FROM ${table}
      WHERE (${columns}) > (${key.map((_, index) => `$${index + 1}`).join(', ')}) AND ${column} IS NOT NULL
      ORDER BY ${columns} LIMIT $${key.length + 1}`,
  }
}

// Lock order: the rows, in the order of their keys. The condition is checked again after waiting for a lock.
function writeStatement({ table, column, key }: SealedColumn, given: string) {
  const joined = key.map((name) => `t.${name} = given.${name}`).join(' AND ')
  const same = key.map((name) => `t.${name} = locked.${name}`).join(' AND ')
  const inKeyOrder = key.map((name) => `t.${name}`).join(', ')
  return {
    name: `rekey-${table}`,
    text: `
      WITH locked AS (
        SELECT ${inKeyOrder}, given.after FROM ${table} t JOIN ${given} ON ${joined}
        WHERE t.${column} = given.before
        ORDER BY ${inKeyOrder} FOR NO KEY UPDATE OF t
      )
      UPDATE ${table} t SET ${column} = locked.after FROM locked WHERE ${same} RETURNING 1`,
  }
}
