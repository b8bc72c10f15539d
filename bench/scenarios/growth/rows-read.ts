import type { BenchTenant } from '../../lab.ts'

/** The number of rows read, by index or not, and the table with the most. */
export interface RowsRead {
  rows: number
  most: string
}

/** Returns a function that returns the rows read since. PostgreSQL's statistics lag by about a second. */
export async function watchRowsRead(tenant: BenchTenant): Promise<() => Promise<RowsRead>> {
  const before = await rowsByTable(tenant)
  return async () => {
    const after = await rowsByTable(tenant)
    const read = [...after].map(([table, rows]) => ({ table, rows: rows - (before.get(table) ?? 0) }))
    const [most] = read.toSorted((one, other) => other.rows - one.rows)
    return { rows: read.reduce((sum, { rows }) => sum + rows, 0), most: most?.table ?? '' }
  }
}

async function rowsByTable(tenant: BenchTenant): Promise<Map<string, number>> {
  const rows = await tenant.query<{ table: string; rows: number }>(
    `SELECT relname AS table, (seq_tup_read + coalesce(idx_tup_fetch, 0))::float8 AS rows FROM pg_stat_user_tables`,
  )
  return new Map(rows.map((row) => [row.table, row.rows]))
}
