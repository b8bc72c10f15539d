import { SWEPT_AFTER_SECONDS } from '../delivering/take-due-deliveries.ts'
import { setNotifyAt } from '../notifying/notification-columns.ts'
import { RECORDS } from './attempt-record.ts'

/**
 * Disables the endpoints that answered 410; the notifications of their tenants are pending.
 *
 * Lock order: enabled endpoints, then their gates, then their tenants, each by id, so that two batches with the same endpoints
 * or tenants wait for each other and cannot deadlock. Gates are locked only when their endpoints are, so no gate
 * of a deleted endpoint is. The tenants are those whose `rules_version` a trigger renews at the end of the statement.
 */
export const DISABLED_ENDPOINTS = `gone AS MATERIALIZED (
      SELECT id, tenant_id FROM endpoints
      WHERE enabled AND id = ANY (ARRAY(SELECT endpoint_id FROM given WHERE disable_endpoint))
      ORDER BY id FOR NO KEY UPDATE
    ), gone_gate AS MATERIALIZED (
      SELECT endpoint_id FROM endpoint_gates WHERE endpoint_id = ANY (ARRAY(SELECT id FROM gone))
      ORDER BY endpoint_id FOR NO KEY UPDATE
    ), gone_tenant AS MATERIALIZED (
      SELECT id FROM tenants
      WHERE id = ANY (ARRAY(SELECT tenant_id FROM gone WHERE id IN (SELECT endpoint_id FROM gone_gate)))
      ORDER BY id FOR NO KEY UPDATE
    ), disabled AS (
      UPDATE endpoints SET enabled = false, disabled_reason = 'gone', updated_at = now()
      WHERE id = ANY (ARRAY(SELECT gone.id FROM gone JOIN gone_tenant ON gone_tenant.id = gone.tenant_id))
      RETURNING id, tenant_id
    ), pending_notification AS (
      UPDATE endpoint_gates SET ${setNotifyAt('now()')} WHERE endpoint_id = ANY (ARRAY(SELECT endpoint_id FROM gone_gate))
    )`

/**
 * Gives the capacity that the attempts freed to the deliveries of their endpoints that have waited longest. Not while the
 * circuit is open or with a rate limit: then `wakeEndpoint` decides.
 *
 * Locks free waiting deliveries (SKIP LOCKED), so their order does not matter.
 */
export const WOKEN_DELIVERIES = `freed AS (
      SELECT endpoint_id, count(*) AS capacity FROM given GROUP BY endpoint_id
    ), woken AS (
      UPDATE deliveries d SET remind_at = now() + make_interval(secs => ${SWEPT_AFTER_SECONDS})
      WHERE d.id = ANY (ARRAY(
        SELECT waiting.id
        FROM freed JOIN endpoints e ON e.id = freed.endpoint_id JOIN endpoint_gates g ON g.endpoint_id = e.id
          CROSS JOIN LATERAL (
            SELECT w.id FROM deliveries w
            WHERE w.endpoint_id = freed.endpoint_id AND w.status = 'pending' AND w.remind_at IS NULL
              AND NOT w.id = ANY (${RECORDS.array.delivery_id})
            ORDER BY w.next_attempt_at LIMIT freed.capacity FOR NO KEY UPDATE OF w SKIP LOCKED
          ) AS waiting
        WHERE g.circuit_opened_at IS NULL AND e.enabled AND e.rate_limit_per_second IS NULL))
      RETURNING d.id, d.tenant_id, d.endpoint_id, d.attempt_count + 1 AS number
    )`
