import { setNotifyAt } from '../notifying/notification-columns.ts'

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
