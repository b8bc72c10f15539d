import { isLeased } from '../delivering/leases.ts'
import { type Database, poolOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'
import { cancelSome, cancelStatement } from './cancel-expired.ts'
import type { BoundedPartition } from './removal-steps.ts'

/** The last delivery of a part, in the order of its event. */
interface Position {
  eventId: string
  id: string
}

// After their own deliveries are removed, old events have only those of replays.
const FIND_END = {
  name: 'find-end-of-replays',
  text: `
    SELECT event_id AS "eventId", id FROM deliveries WHERE (event_id, id) > ($1, $2) AND event_id < $3
    ORDER BY event_id, id OFFSET $4 LIMIT 1`,
}

const CANCEL = cancelStatement(
  'cancel-replays-of-expired-events',
  `chosen AS MATERIALIZED (
      SELECT id FROM deliveries d
      WHERE (event_id, id) > ($1, $2) AND (event_id, id) <= ($3, $4) AND (status = 'pending') IS TRUE
        AND NOT ${isLeased('d.id')}
      ORDER BY event_id, id FOR NO KEY UPDATE SKIP LOCKED
    )`,
)

/**
 * Cancels pending deliveries of the events of a partition, which are replays. A part at a time.
 * @param limit maximum number of deliveries read
 * @param after the end of the previous part
 * @returns the end of this part; undefined after the last one
 */
export async function cancelReplays(
  database: Database,
  { to }: Pick<BoundedPartition, 'to'>,
  limit: number,
  after: Position = { eventId: '', id: '' },
): Promise<{ cancelled: number; end: Position | undefined }> {
  const before = `evt_${to}`
  const values = [after.eventId, after.id, before, limit - 1]
  const [end] = await run<{ eventId: string; id: string }>(poolOf(database), FIND_END, values)
  const { eventId, id } = end ?? { eventId: before, id: '' }
  const cancelled = await cancelSome(database, CANCEL, [after.eventId, after.id, eventId, id])
  return { cancelled, end }
}
