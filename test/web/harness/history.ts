import { latencyBinOf } from '@posthorn/webhook'
import type { QueriedDatabase } from '../../harness/database/database.ts'

const HOURS = 24

/** Counts of the last day for a tenant, as if there had been one: what charts need, and no test waits for. */
export async function addHistory(
  database: QueriedDatabase,
  tenantId: string,
  endpointId: string,
): Promise<void> {
  const rows = Array.from({ length: HOURS }, (_, hoursAgo) => rowsOfHour(hoursAgo)).flat()
  await database.query(
    `INSERT INTO counts (tenant_id, endpoint_id, seconds, at, kind, slot, count)
     SELECT $1, CASE WHEN r.kind = 'event' THEN '' ELSE $2 END, 3600,
       date_trunc('hour', now()) - r.ago * interval '1 hour', r.kind, r.slot, r.count
     FROM jsonb_to_recordset($3::jsonb) AS r(ago int, kind text, slot int, count int)
     ON CONFLICT DO NOTHING`,
    [tenantId, endpointId, JSON.stringify(rows)],
  )
}

interface CountRow {
  ago: number
  kind: string
  slot: number
  count: number
}

/** More by day than by night, and an hour with an outage. */
function rowsOfHour(hoursAgo: number): CountRow[] {
  const wave = Math.round(
    420 + 330 * Math.sin((hoursAgo / HOURS) * 2 * Math.PI + 1) + 60 * Math.sin(hoursAgo * 2.3),
  )
  const failed = hoursAgo === 6 ? 160 : hoursAgo % 5
  const at = (ms: number) => latencyBinOf(ms * (hoursAgo === 6 ? 4 : 1 + (hoursAgo % 3) / 10))
  return [
    { ago: hoursAgo, kind: 'event', slot: 1, count: wave },
    { ago: hoursAgo, kind: 'delivery.succeeded', slot: 1, count: wave - failed },
    { ago: hoursAgo, kind: 'delivery.failed', slot: 1, count: failed },
    { ago: hoursAgo, kind: 'attempt.2xx', slot: at(48), count: Math.round(wave * 0.8) },
    { ago: hoursAgo, kind: 'attempt.2xx', slot: at(120), count: Math.round(wave * 0.16) },
    { ago: hoursAgo, kind: 'attempt.5xx', slot: at(410), count: Math.round(wave * 0.02) + failed },
  ]
}
