import type { TenantId } from '@posthorn/contracts'
import { addSystemEntries } from '../managing/audit.ts'
import { type Database, poolOf } from '../sql/database.ts'
import { inTransaction, run } from '../sql/sql.ts'
import { EMPTY_EVENT, type EmptiedPart, emptyAttemptsStatement } from './content-parts.ts'

/** Rows of one part, of events and of deliveries. */
const PART = 500
/** When nothing is left, the next part is due after this time. */
const PAUSE_MINUTES = 10

// One worker at a time, so that no row of a tenant is locked while deliveries are waited for: a record locks them the other way
// round.
const LOCK = {
  name: 'lock-content-retention',
  text: "SELECT pg_try_advisory_xact_lock(hashtext('content_retention ' || current_schema())) AS locked",
}

const FIND_DUE = {
  name: 'find-tenant-with-expired-content',
  text: `
    SELECT id, retention_days AS days, coalesce(content_event_id, '') AS "afterEvent",
      coalesce(content_delivery_id, '') AS "afterDelivery"
    FROM tenants WHERE content_due_at <= now() AND deleted_at IS NULL ORDER BY content_due_at LIMIT 1`,
}

interface DueTenant {
  id: TenantId
  days: number
  afterEvent: string
  afterDelivery: string
}

const expired = (prefix: string) => `first_id_at('${prefix}', now() - make_interval(days => $3))`

const EMPTY_ATTEMPTS = emptyAttemptsStatement('empty-attempts-of-tenant', {
  rows: `SELECT id, status FROM deliveries
      WHERE (tenant_id, id) > ($1, $2) AND (tenant_id, id) < ($1, ${expired('dlv')})
      ORDER BY tenant_id, id LIMIT ${PART}`,
  reason: "'expired'",
})

// Lock order: events by id.
const EMPTY_EVENTS = {
  name: 'empty-events-of-tenant',
  text: `
    WITH part AS MATERIALIZED (
      SELECT id FROM events WHERE (tenant_id, id) > ($1, $2) AND (tenant_id, id) < ($1, ${expired('evt')})
      ORDER BY tenant_id, id LIMIT ${PART} FOR NO KEY UPDATE
    ), emptied AS (
      UPDATE events SET ${EMPTY_EVENT} WHERE id = ANY (ARRAY(SELECT id FROM part)) AND content_removed_at IS NULL
    )
    SELECT max(id) AS last, count(*)::int AS count FROM part`,
}

const MARK = {
  name: 'mark-content-removed',
  text: `
    UPDATE tenants SET content_event_id = coalesce($2, content_event_id),
      content_delivery_id = coalesce($3, content_delivery_id),
      content_due_at = CASE WHEN content_due_at IS NOT NULL THEN now() + make_interval(mins => $4) END
    WHERE id = $1`,
}

/**
 * Removes a part of the content that is older than its tenant's `retentionDays`, of the tenant that has waited longest, and keeps
 * the records. Pending deliveries of that age are cancelled. The position that is reached is stored with it, so no row is read
 * twice.
 *
 * Lock order: deliveries by id; their attempts; rows of `counts`; events by id; the tenant.
 * @returns whether there may be more; false when nothing is due or another worker does it
 */
export async function removeExpiredContent(database: Database): Promise<boolean> {
  return inTransaction(poolOf(database), async (sql) => {
    const [lock] = await run<{ locked: boolean }>(sql, LOCK, [])
    const [tenant] = lock?.locked ? await run<DueTenant>(sql, FIND_DUE, []) : []
    if (tenant === undefined) return false
    const { id, days, afterEvent, afterDelivery } = tenant
    const [deliveries] = await run<EmptiedPart>(sql, EMPTY_ATTEMPTS, [id, afterDelivery, days])
    const [events] = await run<Omit<EmptiedPart, 'cancelled'>>(sql, EMPTY_EVENTS, [id, afterEvent, days])
    const cancelled = deliveries?.cancelled ?? 0
    if (cancelled > 0) await addSystemEntries(sql, 'delivery.expired', [{ tenantId: id, count: cancelled }])
    const hasMore = deliveries?.count === PART || events?.count === PART
    await run(sql, MARK, [id, events?.last, deliveries?.last, hasMore ? 0 : PAUSE_MINUTES])
    // Others may be due.
    return true
  })
}
