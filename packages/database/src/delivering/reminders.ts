import type { DeliveryId, EndpointId, TenantId } from '@posthorn/contracts'
import type { Database } from '../sql/database.ts'
import { run } from '../sql/sql.ts'

/**
 * A delivery's job is added right after the row is written. Should it be missing this long after the delivery was due
 * (a crash in between, an emptied Redis), the sweeper adds it.
 */
export const FIRST_REMINDER_SECONDS = 10

// Then again, at growing distance: a delivery that merely waits behind a million others is not asked about every
// time, and a lost job is never lost for more than this.
const REMINDER_SECONDS_MIN = 15
export const REMINDER_SECONDS_MAX = 300

/** A delivery that is due, whose it is and where it goes, and the number that its next attempt will have. */
export interface DueDelivery {
  tenantId: TenantId
  endpointId: EndpointId
  deliveryId: DeliveryId
  attemptNumber: number
}

/** How many rows are read for each that may be taken, to find some of every tenant among them. */
const SCANNED_FOR_EACH = 5

/** Until when a worker has `d`; null when none has. Looked up for each row: joined, all leases could be read for each. */
const LEASED_UNTIL = '(SELECT expires_at FROM leases WHERE delivery_id = d.id AND expires_at > now() LIMIT 1)'

// Rows are only read at first: of a tenant with a million of them, no more are written than the caller has room for. Then those
// that are wanted are locked and looked at again. One that a worker has comes up again when its lease ends. A finished delivery that
// nobody wants to try again needs no reminder: it is left alone after this one. The rows are named in an array: joined, all there are
// could be read, since the planner does not know how few the limit lets through.
const TAKE = {
  name: 'take-due-reminders',
  text: `
    WITH scanned AS MATERIALIZED (
      SELECT id, tenant_id, remind_at FROM deliveries WHERE remind_at >= $1 AND remind_at <= now()
      ORDER BY remind_at LIMIT $2 * ${SCANNED_FOR_EACH}
    ), ranked AS (
      SELECT id, row_number() OVER (PARTITION BY tenant_id ORDER BY remind_at) AS nth FROM scanned
      WHERE tenant_id <> ALL ($4) OR remind_at <= now() - make_interval(secs => $5)
    ), due AS MATERIALIZED (
      SELECT id FROM deliveries
      WHERE id = ANY (ARRAY(SELECT id FROM ranked WHERE nth <= $3 ORDER BY nth LIMIT $2)) AND remind_at <= now()
      FOR NO KEY UPDATE SKIP LOCKED
    ), taken AS (
      UPDATE deliveries d SET remind_at = coalesce(${LEASED_UNTIL}, CASE
        WHEN d.status <> 'pending' AND d.manual_at IS NULL THEN NULL
        ELSE greatest(
          d.next_attempt_at + make_interval(secs => ${FIRST_REMINDER_SECONDS}),
          now() + make_interval(secs => least(
            greatest(extract(epoch FROM now() - d.next_attempt_at), ${REMINDER_SECONDS_MIN}), ${REMINDER_SECONDS_MAX}))) END)
      WHERE d.id = ANY (ARRAY(SELECT id FROM due))
      RETURNING d.id, d.tenant_id, d.endpoint_id, ${LEASED_UNTIL} IS NOT NULL AS is_leased
    )
    SELECT count(*)::int AS scanned, max(remind_at) AS last, (SELECT count(*)::int FROM taken) AS taken,
      coalesce((SELECT json_agg(json_build_object('tenantId', tenant_id, 'endpointId', endpoint_id, 'deliveryId', id)) FROM taken WHERE NOT is_leased), '[]') AS due
    FROM scanned`,
}

/** What the caller has room for. */
export interface ReminderRoom {
  /** How many at the most, of all tenants and of each. */
  limit: number
  perTenant: number
  /** Tenants of whom enough is on its way: of them, only what is late by so many seconds. */
  busy: readonly TenantId[]
  busyOverdueSeconds: number
}

/** What was looked at, and what of it is due. */
export interface TakenReminders {
  due: Omit<DueDelivery, 'attemptNumber'>[]
  /** How many, also those that a worker has. */
  taken: number
  /** Where to go on; undefined when all was looked at. */
  next: Date | undefined
}

/**
 * Takes deliveries that are due and may have no job, some of every tenant that has any; each caller gets others. If the caller
 * dies before they are attempted, they come up again.
 * @param from where the call before this one has ended; undefined: with what is due for the longest time
 */
export async function takeDueReminders(
  { pool }: Database,
  { limit, perTenant, busy, busyOverdueSeconds }: ReminderRoom,
  from?: Date,
): Promise<TakenReminders> {
  type Row = { scanned: number; last: Date | null } & Pick<TakenReminders, 'due' | 'taken'>
  const values = [from ?? '-infinity', limit, perTenant, busy, busyOverdueSeconds]
  const [row] = await run<Row>(pool, TAKE, values)
  if (row === undefined) return { due: [], taken: 0, next: undefined }
  const { due, taken, last } = row
  return {
    due,
    taken,
    next: row.scanned < limit * SCANNED_FOR_EACH || last === null ? undefined : after(last, from),
  }
}

/** Rows of one statement share their time. Should there be more of them than are looked at, the others come up later. */
function after(last: Date, from: Date | undefined): Date {
  return last.getTime() === from?.getTime() ? new Date(last.getTime() + 1) : last
}
