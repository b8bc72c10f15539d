import type { QueriedDatabase } from './database.ts'

const WEEK_MS = 7 * 24 * 3_600_000

/** No installation has a partition for this time. */
export const FAR = new Date('2222-02-22T22:22:22.222Z')
/** Each table that is partitioned by time. */
export const TABLES = ['attempts', 'deliveries', 'events', 'requests'] as const
/** The first partition of a table also covers so many next weeks: it was partitioned while rows were written. */
export const WEEKS_OF_FIRST = { attempts: 0, deliveries: 2, events: 0, requests: 0 } as const

/** A time in so many weeks from now. */
export const inWeeks = (count: number) => new Date(Date.now() + count * WEEK_MS)

/** The name of the partition of a week, which is named after its Monday. */
export function weekOf(table: string, at: Date): string {
  const monday = new Date(at)
  monday.setUTCDate(at.getUTCDate() - ((at.getUTCDay() + 6) % 7))
  return `${table}_${monday.toISOString().slice(0, 10).replaceAll('-', '_')}`
}

/** The partitions that have the rows with an id. */
export async function partitionOf(
  database: QueriedDatabase,
  table: string,
  column: string,
  id: string,
): Promise<string[]> {
  const rows = await database.query<{ name: string }>(
    `SELECT tableoid::regclass::text AS name FROM ${table} WHERE ${column} = $1`,
    [id],
  )
  return rows.map(({ name }) => name)
}

/** All partitions of a table, by name. */
export async function partitionsOf(database: QueriedDatabase, table: string): Promise<string[]> {
  const rows = await database.query<{ name: string }>(
    'SELECT relid::regclass::text AS name FROM pg_partition_tree($1) WHERE isleaf ORDER BY name',
    [table],
  )
  return rows.map(({ name }) => name)
}
