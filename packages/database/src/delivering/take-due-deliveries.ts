import type { DeliveryId, EndpointId, TenantId } from '@posthorn/contracts'
import { type Database, poolOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'

/**
 * A delivery's job is added right after the row is written. If it is missing this long after the delivery was due
 * (a crash in between, an emptied Redis), a sweeper hands the delivery to its own worker, without a job.
 */
export const SWEPT_AFTER_SECONDS = 10

// Then again at growing intervals: a delivery that waits behind a million others is not read on every sweep, and a lost
// job is missing for at most the maximum.
const SWEPT_AGAIN_SECONDS_MIN = 15
export const SWEPT_AGAIN_SECONDS_MAX = 300

/** A due delivery with the number of its next attempt. */
export interface DueDelivery {
  tenantId: TenantId
  endpointId: EndpointId
  deliveryId: DeliveryId
  attemptNumber: number
}

/** Rows read for each that may be taken, so that several tenants are among them. */
const SCANNED_PER_TAKEN = 5

/** End of the current lease of a delivery, or null. A subquery for each row: a join could read all leases for each. */
const leasedUntil = (id: string) =>
  `(SELECT expires_at FROM leases WHERE delivery_id = ${id} AND expires_at > now() LIMIT 1)`

// Lock order: free deliveries only (SKIP LOCKED), so their order does not matter.
//
// First rows are only read, so a tenant with a million due deliveries costs no more writes than the caller has capacity for.
// Then the selected ones are locked and checked again. A leased delivery is due for the sweeper again when its lease ends.
// A later sweep does not find a finished delivery without a manual request. The rows are named in an array: with a join the
// planner, which does not know how few rows the limit allows, could read all of them. So leased deliveries, which are few, have
// an update of their own, and the lease of any other is looked up once.
const TAKE = {
  name: 'take-due-deliveries',
  text: `
    WITH scanned AS MATERIALIZED (
      SELECT id, tenant_id, remind_at FROM deliveries WHERE remind_at >= $1 AND remind_at <= now()
      ORDER BY remind_at LIMIT $2 * ${SCANNED_PER_TAKEN}
    ), ranked AS (
      SELECT id, row_number() OVER (PARTITION BY tenant_id ORDER BY remind_at) AS nth FROM scanned
      WHERE tenant_id <> ALL ($4) OR remind_at <= now() - make_interval(secs => $5)
    ), due AS MATERIALIZED (
      SELECT id FROM deliveries
      WHERE id = ANY (ARRAY(SELECT id FROM ranked WHERE nth <= $3 ORDER BY nth LIMIT $2)) AND remind_at <= now()
      FOR NO KEY UPDATE SKIP LOCKED
    ), checked AS MATERIALIZED (
      SELECT id, ${leasedUntil('due.id')} IS NOT NULL AS is_leased FROM due
    ), leased AS (
      UPDATE deliveries d SET remind_at = ${leasedUntil('d.id')} WHERE d.id = ANY (ARRAY(SELECT id FROM checked WHERE is_leased))
    ), taken AS (
      UPDATE deliveries d SET remind_at = CASE
        WHEN d.status <> 'pending' AND d.manual_at IS NULL THEN NULL
        ELSE greatest(
          d.next_attempt_at + make_interval(secs => ${SWEPT_AFTER_SECONDS}),
          now() + make_interval(secs => least(
            greatest(extract(epoch FROM now() - d.next_attempt_at), ${SWEPT_AGAIN_SECONDS_MIN}), ${SWEPT_AGAIN_SECONDS_MAX}))) END
      WHERE d.id = ANY (ARRAY(SELECT id FROM checked WHERE NOT is_leased))
      RETURNING d.id, d.tenant_id, d.endpoint_id
    )
    SELECT count(*)::int AS scanned, max(remind_at) AS last, (SELECT count(*)::int FROM checked) AS taken,
      coalesce((SELECT json_agg(json_build_object('tenantId', tenant_id, 'endpointId', endpoint_id, 'deliveryId', id)) FROM taken), '[]') AS due
    FROM scanned`,
}

/** The caller's capacity. */
export interface SweepLimits {
  /** Maximum number of deliveries in total. */
  limit: number
  perTenant: number
  /** Tenants with enough in flight: only their deliveries that are late by `busyOverdueSeconds` are taken. */
  busy: readonly TenantId[]
  busyOverdueSeconds: number
}

/** The deliveries found by one sweep. */
export interface TakenDeliveries {
  due: Omit<DueDelivery, 'attemptNumber'>[]
  /** Number of rows taken, including leased ones. */
  taken: number
  /** `from` of the next call; undefined when all rows were read. */
  next: Date | undefined
}

/**
 * Takes due deliveries that may have no job, some of every tenant that has any. Concurrent callers get different ones. If the
 * caller dies before it attempts them, a later sweep finds them again.
 * @param from `next` of the previous call; undefined: start with the oldest
 */
export async function takeDueDeliveries(
  database: Database,
  { limit, perTenant, busy, busyOverdueSeconds }: SweepLimits,
  from?: Date,
): Promise<TakenDeliveries> {
  type Row = { scanned: number; last: Date | null } & Pick<TakenDeliveries, 'due' | 'taken'>
  const values = [from ?? '-infinity', limit, perTenant, busy, busyOverdueSeconds]
  const [row] = await run<Row>(poolOf(database), TAKE, values)
  if (row === undefined) return { due: [], taken: 0, next: undefined }
  const { due, taken, last } = row
  return {
    due,
    taken,
    next: row.scanned < limit * SCANNED_PER_TAKEN || last === null ? undefined : after(last, from),
  }
}

/** Rows of one statement share their time. If there are more than were read, a later sweep finds the others. */
function after(last: Date, from: Date | undefined): Date {
  return last.getTime() === from?.getTime() ? new Date(last.getTime() + 1) : last
}
