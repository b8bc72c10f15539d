import type { EndpointId, TenantId, Transport } from '@posthorn/contracts'
import { allowedDelaysMs, RECHECK_MS } from '@posthorn/webhook'
import { countCancelled } from '../counting/counts.ts'
import { type Database, poolOf } from '../sql/database.ts'
import { inTransaction, run, type Sql } from '../sql/sql.ts'
import { type DueDelivery, SWEPT_AFTER_SECONDS } from './take-due-deliveries.ts'

/** An endpoint that was checked, and its deliveries that no longer wait. */
export interface WokenEndpoint {
  tenantId: TenantId
  endpointId: EndpointId
  due: (DueDelivery & { delayMs: number })[]
  cancelled: number
}

type Woken = Pick<WokenEndpoint, 'due' | 'cancelled'>

// Lock order of the transaction: one free gate (SKIP LOCKED), then deliveries of its endpoint.
const LOCK_NEXT = {
  name: 'lock-next-gate-to-wake',
  text: `
    SELECT g.endpoint_id AS "endpointId", e.tenant_id AS "tenantId"
    FROM endpoint_gates g JOIN endpoints e ON e.id = g.endpoint_id
    WHERE g.wake_at <= now() AND e.tenant_id <> ALL ($1)
    ORDER BY g.wake_at LIMIT 1 FOR NO KEY UPDATE OF g SKIP LOCKED`,
}

const READ = {
  name: 'read-gate-to-wake',
  text: `
    SELECT e.enabled, e.transport, e.deleted_at IS NOT NULL AS deleted, g.circuit_opened_at IS NOT NULL AS "isOpen",
      coalesce(g.probe_at > clock_timestamp(), false) AS "isProbing", g.probe_at AS "probeAt",
      e.rate_limit_per_second AS "rateLimitPerSecond", g.next_slot_at AS "nextAllowedAt", clock_timestamp() AS now,
      e.max_in_flight - (SELECT count(*)::int FROM leases l WHERE l.endpoint_id = e.id AND l.expires_at > now())
        AS capacity
    FROM endpoints e JOIN endpoint_gates g ON g.endpoint_id = e.id WHERE e.id = $1`,
}

interface GateState {
  enabled: boolean
  transport: Transport
  deleted: boolean
  isOpen: boolean
  isProbing: boolean
  probeAt: Date | null
  capacity: number
  rateLimitPerSecond: number | null
  nextAllowedAt: Date | null
  now: Date
}

/**
 * Checks one endpoint whose `wake_at` has passed: it was enabled or deleted, its circuit closed or is due for a probe, or it
 * has free capacity. Wakes as many of its deliveries as it accepts now; cancels those of a deleted endpoint. Wakes attempts that
 * were requested of a deleted relay, too: no listener fetches them, and a worker ends the request.
 * @param options.limit maximum number of deliveries of each kind; the next call handles the rest
 * @param options.except tenants to skip
 * @returns undefined when no endpoint is due
 */
export async function wakeEndpoint(
  database: Database,
  { limit, except = [] }: { limit: number; except?: readonly TenantId[] },
): Promise<WokenEndpoint | undefined> {
  return inTransaction(poolOf(database), async (sql) => {
    const [gate] = await run<{ endpointId: EndpointId; tenantId: TenantId }>(sql, LOCK_NEXT, [except])
    if (gate === undefined) return undefined
    const { endpointId } = gate
    const [state] = await run<GateState>(sql, READ, [endpointId])
    if (state === undefined) return undefined
    const woken = state.deleted
      ? await cancelSome(sql, endpointId, limit)
      : await wakeSome(sql, endpointId, state, limit)
    return { ...gate, ...woken }
  })
}

// Lock order: free deliveries (SKIP LOCKED), rows of `counts`; the gate is locked already. Deliveries are locked before the
// update, so one that has just finished is left unchanged.
const CANCEL_SOME = {
  name: 'cancel-deliveries-of-endpoint',
  text: `
    WITH cancelled AS (
      UPDATE deliveries d SET status = 'cancelled', reason = 'endpoint_deleted', finished_at = now(),
        next_attempt_at = NULL, remind_at = NULL, manual_at = NULL
      WHERE d.id = ANY (ARRAY(
        SELECT id FROM deliveries WHERE endpoint_id = $1 AND status = 'pending' LIMIT $2
        FOR NO KEY UPDATE SKIP LOCKED))
      RETURNING d.tenant_id, d.endpoint_id
    ), counted AS (${countCancelled('cancelled')}
    )
    SELECT count(*)::int AS cancelled FROM cancelled`,
}

/** SQL condition of the requested attempts that a relay has left to its listeners. Those of pending deliveries end with them. */
const LEFT_REQUESTED = `endpoint_id = $1 AND manual_at IS NOT NULL AND remind_at IS NULL AND status <> 'pending'`

// Lock order: free deliveries (SKIP LOCKED); the gate is locked already. Read along `deliveries_requested_idx`.
const WAKE_REQUESTED = {
  name: 'wake-requested-of-endpoint',
  text: `
    UPDATE deliveries d SET remind_at = now() + make_interval(secs => ${SWEPT_AFTER_SECONDS})
    WHERE d.id = ANY (ARRAY(
      SELECT id FROM deliveries WHERE ${LEFT_REQUESTED} LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED))
    RETURNING d.tenant_id AS "tenantId", d.endpoint_id AS "endpointId", d.id AS "deliveryId",
      d.attempt_count + 1 AS "attemptNumber"`,
}

async function cancelSome(sql: Sql, endpointId: EndpointId, limit: number): Promise<Woken> {
  const values = [endpointId, limit]
  const requested = await run<DueDelivery>(sql, WAKE_REQUESTED, values)
  const [{ cancelled } = { cancelled: 0 }] = await run<{ cancelled: number }>(sql, CANCEL_SOME, values)
  if (cancelled < limit && requested.length < limit) await run(sql, RECHECK_UNLESS_DONE, [endpointId])
  return { due: requested.map((delivery) => ({ ...delivery, delayMs: 0 })), cancelled }
}

// Lock order: none of its own; the gate is locked already. Deliveries that were locked are handled later.
const RECHECK_UNLESS_DONE = {
  name: 'recheck-gate-of-deleted-endpoint',
  text: `
    UPDATE endpoint_gates SET wake_at = CASE
      WHEN EXISTS (SELECT FROM deliveries WHERE endpoint_id = $1 AND status = 'pending')
        OR EXISTS (SELECT FROM deliveries WHERE ${LEFT_REQUESTED})
      THEN now() + make_interval(secs => ${RECHECK_MS / 1000}) END
    WHERE endpoint_id = $1`,
}

// Lock order: free deliveries (SKIP LOCKED); the gate is locked already.
const WAKE_SOME = {
  name: 'wake-deliveries-of-endpoint',
  text: `
    UPDATE deliveries d SET remind_at = now() + make_interval(secs => ${SWEPT_AFTER_SECONDS})
    WHERE d.id = ANY (ARRAY(
      SELECT id FROM deliveries WHERE endpoint_id = $1 AND status = 'pending' AND remind_at IS NULL
      ORDER BY next_attempt_at LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED))
    RETURNING d.tenant_id AS "tenantId", d.endpoint_id AS "endpointId", d.id AS "deliveryId",
      d.attempt_count + 1 AS "attemptNumber"`,
}

async function wakeSome(sql: Sql, endpointId: EndpointId, state: GateState, limit: number): Promise<Woken> {
  // What waits is left to the listeners.
  if (state.transport === 'relay') {
    await setWakeAt(sql, endpointId, null)
    return { due: [], cancelled: 0 }
  }
  if (!state.enabled || (state.isOpen && state.isProbing)) {
    await setWakeAt(sql, endpointId, state.enabled ? state.probeAt : null)
    return { due: [], cancelled: 0 }
  }
  const delaysMs = delaysOf(state, limit)
  const waiting = await run<DueDelivery>(sql, WAKE_SOME, [endpointId, delaysMs.length])
  const due = waiting.map((delivery, index) => ({ ...delivery, delayMs: delaysMs[index] ?? 0 }))
  await setWakeAt(sql, endpointId, due.length < delaysMs.length ? null : wakeAtOf(state, delaysMs))
  return { due, cancelled: 0 }
}

/** Delay of each delivery that the endpoint accepts now: 0, or until the rate limit allows it. */
function delaysOf(
  { isOpen, capacity, rateLimitPerSecond, nextAllowedAt, now }: GateState,
  limit: number,
): number[] {
  const count = Math.min(isOpen ? 1 : Math.max(0, capacity), limit)
  if (isOpen || rateLimitPerSecond === null) return Array.from({ length: count }, () => 0)
  return allowedDelaysMs(nextAllowedAt, { rateLimitPerSecond, count, now })
}

/** After the last time that was assigned, or when capacity may have become free. */
function wakeAtOf({ rateLimitPerSecond, now }: GateState, delaysMs: readonly number[]): Date {
  const lastDelayMs = delaysMs.at(-1)
  const ms = rateLimitPerSecond === null || lastDelayMs === undefined ? RECHECK_MS : lastDelayMs
  return new Date(now.getTime() + ms)
}

const SET_WAKE_AT = {
  name: 'set-gate-wake-at',
  text: 'UPDATE endpoint_gates SET wake_at = $2 WHERE endpoint_id = $1',
}

async function setWakeAt(sql: Sql, endpointId: EndpointId, at: Date | null): Promise<void> {
  await run(sql, SET_WAKE_AT, [endpointId, at])
}
