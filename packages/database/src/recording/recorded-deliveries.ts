import { addToCounts, RANDOM_DELIVERY_SLOT } from '../counting/counts.ts'
import { SWEPT_AFTER_SECONDS } from '../delivering/take-due-deliveries.ts'
import { setNotificationPending } from '../notifying/notification-columns.ts'

/** The columns of `attempts` that a record sets. */
const RECORDED = [
  'tenant_id',
  'endpoint_id',
  'started_at',
  'duration_ms',
  'url',
  'address',
  'dns_ms',
  'connect_ms',
  'tls_ms',
  'first_byte_ms',
  'request_headers',
  'status_code',
  'response_headers',
  'response_body',
  'response_body_truncated',
  'error_code',
  'error_detail',
  'result',
]

/** Stores every attempt, whether or not it moves its delivery. It replaces one recorded as lost; a repeated one is ignored. */
export const STORED_ATTEMPTS = `attempt AS (
      INSERT INTO attempts AS a (id, delivery_id, number, trigger, ${RECORDED.join(', ')})
      SELECT id, delivery_id, number, trigger, ${RECORDED.join(', ')}
      FROM given
      ON CONFLICT (delivery_id, number) DO UPDATE SET ${RECORDED.map((name) => `${name} = excluded.${name}`).join(', ')}
        WHERE a.error_code = 'worker_lost'
      RETURNING delivery_id
    )`

/**
 * Moves the deliveries. A manual attempt that was requested meanwhile is due at once. An attempt that does not move its
 * delivery still takes its number, also when a failover lost its claim, and replaces what was recorded when it was lost.
 */
export const UPDATED_DELIVERIES = `moved AS (
      UPDATE deliveries d SET attempt_count = greatest(d.attempt_count, r.number),
        status = CASE WHEN r.next = 'unchanged' THEN d.status ELSE r.next::delivery_status END,
        failure_count = coalesce(r.failure_count, d.failure_count),
        next_attempt_at = r.due_at,
        remind_at = CASE WHEN r.is_requested_again THEN now()
          ELSE r.due_at + make_interval(secs => ${SWEPT_AFTER_SECONDS}) END,
        manual_at = CASE WHEN r.is_requested_again THEN d.manual_at END,
        finished_at = CASE WHEN r.ends THEN now() ELSE d.finished_at END,
        ${setNotificationPending("r.next <> 'succeeded' AND (d.notification_pending OR r.notify_tenant)")},
        last_status_code = r.status_code, last_error_code = r.error_code, last_trigger = r.trigger,
        reason = CASE WHEN r.next = 'unchanged' THEN d.reason ELSE r.reason END
      FROM decided r WHERE d.id = r.delivery_id AND r.moves
    ), numbered AS (
      UPDATE deliveries d SET attempt_count = r.number, last_status_code = r.status_code,
        last_error_code = r.error_code, last_trigger = r.trigger
      FROM decided r WHERE d.id = r.delivery_id AND NOT r.moves
        AND (d.attempt_count < r.number OR (d.attempt_count = r.number AND d.last_error_code = 'worker_lost'))
    )`

/** Counts an attempt when it is stored and a delivery when it ends, so a repeated record counts once. */
export const COUNTED_RECORDS = `counted AS (${addToCounts(`
        SELECT tenant_id, endpoint_id, 'attempt.' || status_class AS kind, latency_bin AS slot, count(*) AS count
        FROM given WHERE delivery_id IN (SELECT delivery_id FROM attempt)
        GROUP BY tenant_id, endpoint_id, status_class, latency_bin
        UNION ALL
        SELECT tenant_id, endpoint_id, 'delivery.' || next, ${RANDOM_DELIVERY_SLOT}, count(*)
        FROM decided WHERE moves AND ends GROUP BY tenant_id, endpoint_id, next`)}
    )`
