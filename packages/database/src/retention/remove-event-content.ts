import type { EventId, TenantId } from '@posthorn/contracts'
import { type Database, poolOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'
import { EMPTY_EVENT, type EmptiedPart, emptyAttemptsStatement } from './content-parts.ts'

/** An event may have thousands of deliveries. */
const DELIVERIES_OF_PART = 1000

// Lock order: the event.
const EMPTY = {
  name: 'empty-event',
  text: `
    UPDATE events SET ${EMPTY_EVENT} WHERE id = $1 AND tenant_id = $2 AND content_removed_at IS NULL`,
}

const FIND = { name: 'find-event-to-empty', text: 'SELECT FROM events WHERE id = $1 AND tenant_id = $2' }

const EMPTY_ATTEMPTS = emptyAttemptsStatement('empty-attempts-of-event', {
  rows: `SELECT id, status FROM deliveries WHERE (event_id, id) > ($1, $2) AND event_id = $1
      ORDER BY event_id, id LIMIT ${DELIVERIES_OF_PART}`,
  reason: "'content_removed'",
})

/**
 * Removes the payload of an event and what was recorded of its attempts, and keeps the records. Pending deliveries are cancelled;
 * an attempt in flight completes and is recorded. Safe to repeat, which removes what was recorded meanwhile.
 * @returns false when the tenant has no such event
 */
export async function removeEventContent(
  database: Database,
  tenantId: TenantId,
  id: EventId,
): Promise<boolean> {
  const sql = poolOf(database)
  if ((await run(sql, FIND, [id, tenantId])).length === 0) return false
  // First: from then on no claim finds content to send.
  await run(sql, EMPTY, [id, tenantId])
  for (let after = ''; ; ) {
    const [part] = await run<EmptiedPart>(sql, EMPTY_ATTEMPTS, [id, after])
    if (part === undefined || part.last === null || part.count < DELIVERIES_OF_PART) return true
    after = part.last
  }
}
