import type {
  AttemptTrigger,
  DeliveryId,
  EndpointId,
  EventId,
  PayloadFormat,
  RetryOn,
  SignatureScheme,
  TenantId,
} from '@posthorn/contracts'
import { newId } from '@posthorn/contracts'
import type { Database } from './database.ts'
import { type SealedSecret, zipSecrets } from './sealed-secrets.ts'
import { inTransaction, run } from './sql.ts'

/** A delivery that a worker has taken, with all it needs to make the attempt. */
export interface ClaimedDelivery {
  deliveryId: DeliveryId
  tenantId: TenantId
  eventId: EventId
  eventType: string
  endpointId: EndpointId
  /** The number of the attempt that is now to be made. No other worker is given it, now or later. */
  attemptNumber: number
  failureCount: number
  trigger: AttemptTrigger
  body: Buffer
  dataStart: number
  contentType: string
  traceId: string
  url: string
  timeoutSeconds: number
  retrySchedule: number[]
  retryOn: RetryOn
  payloadFormat: PayloadFormat
  signatures: SignatureScheme[]
  /** Those that sign now, newest first. */
  secrets: SealedSecret[]
}

/** How long beyond the endpoint's timeout a worker has for its own work, before another may take the delivery. */
const LEASE_MARGIN_SECONDS = 15
/** Clocks of queue and database differ a little: a job may come this much early. */
const EARLY_MS = 500

// A lease that ran out means that a worker took the delivery and never said what became of it. Its attempt is put on
// record as lost: it may have reached the endpoint or not. It uses up no step of the schedule.
const CLAIM = {
  name: 'claim-delivery',
  text: `
    WITH due AS (
      SELECT d.id, d.attempt_count, d.claimed_at, d.lease_until, d.trigger, e.timeout_seconds
      FROM deliveries d JOIN endpoints e ON e.id = d.endpoint_id
      WHERE d.id = $1 AND d.status = 'pending' AND d.next_attempt_at <= now() + interval '${EARLY_MS} ms'
        AND (d.lease_until IS NULL OR d.lease_until <= now()) AND e.enabled AND e.deleted_at IS NULL
      FOR NO KEY UPDATE OF d SKIP LOCKED
    ), lost AS (
      INSERT INTO attempts (id, delivery_id, number, trigger, started_at, duration_ms, request_headers, error_code, result)
      SELECT $2, id, attempt_count, trigger, claimed_at, 0, '{}', 'worker_lost', 'failed'
      FROM due WHERE lease_until IS NOT NULL
      ON CONFLICT (delivery_id, number) DO NOTHING
    ), claimed AS (
      UPDATE deliveries d SET attempt_count = d.attempt_count + 1, claimed_at = now(),
        lease_until = now() + make_interval(secs => due.timeout_seconds + ${LEASE_MARGIN_SECONDS}),
        remind_at = now() + make_interval(secs => due.timeout_seconds + ${LEASE_MARGIN_SECONDS})
      FROM due WHERE d.id = due.id
      RETURNING d.*
    )
    SELECT c.id AS "deliveryId", c.tenant_id AS "tenantId", c.event_id AS "eventId", c.event_type AS "eventType",
      c.endpoint_id AS "endpointId", c.attempt_count AS "attemptNumber", c.failure_count AS "failureCount", c.trigger,
      ev.body, ev.data_start AS "dataStart", ev.content_type AS "contentType", ev.trace_id AS "traceId",
      en.url, en.timeout_seconds AS "timeoutSeconds", en.retry_schedule AS "retrySchedule", en.retry_on AS "retryOn",
      en.payload_format AS "payloadFormat", en.signatures,
      ARRAY(SELECT id FROM endpoint_secrets s WHERE s.endpoint_id = en.id
        AND (s.expires_at IS NULL OR s.expires_at > now()) ORDER BY id DESC) AS "secretIds",
      ARRAY(SELECT sealed FROM endpoint_secrets s WHERE s.endpoint_id = en.id
        AND (s.expires_at IS NULL OR s.expires_at > now()) ORDER BY id DESC) AS sealed
    FROM claimed c JOIN events ev ON ev.id = c.event_id JOIN endpoints en ON en.id = c.endpoint_id`,
}

type ClaimRow = Omit<ClaimedDelivery, 'secrets'> & {
  secretIds: SealedSecret['id'][]
  sealed: SealedSecret['sealed'][]
}

/**
 * Takes a delivery that is due, for as long as its attempt can last.
 * @returns undefined when there is nothing to do: finished, not due yet, in another worker's hands, or waiting for its
 *   endpoint
 */
export async function claimDelivery(
  { pool }: Database,
  id: DeliveryId,
): Promise<ClaimedDelivery | undefined> {
  const [row] = await run<ClaimRow>(pool, CLAIM, [id, newId('attempt')])
  if (row === undefined) return undefined
  const { secretIds, sealed, ...delivery } = row
  return { ...delivery, secrets: zipSecrets(secretIds, sealed) }
}

const RELEASE = {
  name: 'release-claim',
  text: `
    UPDATE deliveries SET attempt_count = attempt_count - 1, claimed_at = NULL, lease_until = NULL,
      remind_at = now() + make_interval(secs => $3)
    WHERE id = $1 AND status = 'pending' AND attempt_count = $2 AND lease_until IS NOT NULL`,
}

/**
 * Gives a delivery back whose attempt was not begun: the attempt's number is free again.
 * @param remindAfterSeconds when the sweeper is to bring it up again
 */
export async function releaseClaim(
  { pool }: Database,
  claim: Pick<ClaimedDelivery, 'deliveryId' | 'attemptNumber'>,
  remindAfterSeconds: number,
): Promise<void> {
  await run(pool, RELEASE, [claim.deliveryId, claim.attemptNumber, remindAfterSeconds])
}

// The endpoint's row is locked first. Whoever enables or deletes the endpoint writes that row: either this sees the
// endpoint enabled and lets the delivery be, or the sweeper, which goes by that row, finds the delivery waiting.
const LOCK_ENDPOINT = {
  name: 'lock-endpoint-of-delivery',
  text: `
    SELECT e.id, e.enabled, e.deleted_at IS NOT NULL AS deleted FROM endpoints e
    WHERE e.id = (SELECT endpoint_id FROM deliveries WHERE id = $1) FOR SHARE`,
}
const WAIT = {
  name: 'wait-for-endpoint',
  text: `UPDATE deliveries SET remind_at = NULL WHERE id = $1 AND status = 'pending' AND lease_until IS NULL`,
}
const CANCEL = {
  name: 'cancel-delivery',
  text: `
    UPDATE deliveries SET status = 'cancelled', finished_at = now(), next_attempt_at = NULL, remind_at = NULL,
      claimed_at = NULL, lease_until = NULL
    WHERE id = $1 AND status = 'pending'`,
}

/**
 * Sees to a delivery that could not be claimed because of its endpoint: while that is disabled it waits and is not
 * asked about; when it was deleted the delivery is cancelled.
 */
export async function settleUnclaimed({ pool }: Database, id: DeliveryId): Promise<void> {
  await inTransaction(pool, async (sql) => {
    const [endpoint] = await run<{ enabled: boolean; deleted: boolean }>(sql, LOCK_ENDPOINT, [id])
    if (endpoint?.deleted) await run(sql, CANCEL, [id])
    else if (endpoint?.enabled === false) await run(sql, WAIT, [id])
  })
}
