import type { QueriedDatabase } from './database.ts'

/** A row of `counts`. */
interface Counts {
  endpointId?: string
  at: Date
  kind: string
  slot?: number
  count: number
  seconds?: number
}

/** Adds counts of a tenant as if something had happened at that time. */
export async function addCounts(database: QueriedDatabase, tenantId: string, counts: Counts): Promise<void> {
  const { endpointId = '', at, kind, slot = 0, count, seconds = 60 } = counts
  await database.query('INSERT INTO counts VALUES ($1, $2, $3, $4, $5, $6, $7)', [
    tenantId,
    endpointId,
    seconds,
    at,
    kind,
    slot,
    count,
  ])
}
