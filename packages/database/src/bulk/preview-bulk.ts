import type { BulkPreview, DeliveryFilter, TenantId } from '@posthorn/contracts'
import { type DeliveryRow, describeDeliveries } from '../listing/described-deliveries.ts'
import { selectDeliveries } from '../listing/selected-deliveries.ts'
import { type ListSource, sqlOf } from '../sql/list-source.ts'

const COUNT_MAX = 100_000
const COUNT_MS_MAX = 2000
const CAUSES_MAX = 100
/** Rows converted without a pause of the event loop. */
const ROWS_PER_READ = 500

/** Counts the deliveries that a filter selects, by cause. Limited in number and time. */
export async function previewBulk(
  source: ListSource,
  tenantId: TenantId,
  filter: DeliveryFilter,
): Promise<BulkPreview> {
  const sql = sqlOf(source)
  const endMs = performance.now() + COUNT_MS_MAX
  const causes = new Map<string, BulkPreview['causes'][number]>()
  let [count, oldest, newest]: [number, DeliveryRow?, DeliveryRow?] = [0]
  let position: string | undefined
  do {
    const limit = Math.min(ROWS_PER_READ, COUNT_MAX - count)
    const { rows, next } = await selectDeliveries(sql, { tenantId, filter }, { position, limit })
    for (const row of rows) {
      addTo(causes, row)
      // A list by the time of the end is not in the order of the ids.
      if (oldest === undefined || row.id < oldest.id) oldest = row
      if (newest === undefined || row.id > newest.id) newest = row
    }
    count += rows.length
    position = next
  } while (position !== undefined && count < COUNT_MAX && performance.now() < endMs)
  const ends = [oldest, newest].flatMap((row) => row ?? [])
  const [first, last] = await describeDeliveries(sql, ends)
  return {
    count,
    atLeast: position !== undefined,
    causes: [...causes.values()].toSorted((one, other) => other.count - one.count).slice(0, CAUSES_MAX),
    ...(first === undefined ? {} : { oldest: first }),
    ...(last === undefined ? {} : { newest: last }),
  }
}

function addTo(
  causes: Map<string, BulkPreview['causes'][number]>,
  { status, lastStatusCode: statusCode, lastErrorCode: errorCode }: DeliveryRow,
): void {
  const key = `${status} ${statusCode} ${errorCode}`
  const cause = causes.get(key) ?? { status, statusCode, errorCode, count: 0 }
  cause.count += 1
  causes.set(key, cause)
}
