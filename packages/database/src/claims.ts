import { type DeliveryId, newId } from '@posthorn/contracts'
import { type Admission, decideAdmission } from '@posthorn/webhook'
import { type AdmissionRow, admissionContext, READ_FOR_ADMISSION } from './admission-row.ts'
import type { ClaimedDelivery } from './claimed-delivery.ts'
import { countCancelled } from './counts.ts'
import type { Database } from './database.ts'
import { HEADER_COLUMNS, type HeaderColumns, headersOf } from './endpoint-headers.ts'
import { SIGNING_SECRET_COLUMNS, type SigningSecretColumns, signingSecretsOf } from './signing-secrets.ts'
import { inTransaction, run, type Sql } from './sql.ts'

/** How long beyond the endpoint's timeout a worker has for its own work, before another may take the delivery. */
export const LEASE_MARGIN_SECONDS = 15

// Whoever claims for an endpoint holds the row of its gate: what is counted after that is still true when it commits.
const LOCK_GATE = {
  name: 'lock-gate',
  text: `
    SELECT FROM endpoint_gates WHERE endpoint_id = (SELECT endpoint_id FROM deliveries WHERE id = $1)
    FOR NO KEY UPDATE`,
}

/**
 * Takes a delivery for as long as its attempt can last, if it may be attempted now. One transaction, so that all
 * workers together keep to the endpoint's limits. What has to wait is put down as waiting.
 * @returns undefined when there is nothing to do now
 */
export async function claimDelivery(
  { pool }: Database,
  id: DeliveryId,
): Promise<ClaimedDelivery | undefined> {
  return inTransaction(pool, async (sql) => {
    await run(sql, LOCK_GATE, [id])
    const [row] = await run<AdmissionRow>(sql, READ_FOR_ADMISSION, [id])
    // Gone, or locked by another worker that is claiming it.
    if (row === undefined) return undefined
    return settle(sql, id, row, decideAdmission(admissionContext(row)))
  })
}

async function settle(
  sql: Sql,
  id: DeliveryId,
  row: AdmissionRow,
  admission: Admission,
): Promise<ClaimedDelivery | undefined> {
  switch (admission.kind) {
    case 'admit':
      return admit(sql, id, row, admission)
    case 'wait':
      await run(sql, WAIT, [id, row.endpointId, admission.lookAgainAt])
      return undefined
    case 'cancel':
      await run(sql, CANCEL, [id, newId('attempt')])
      return undefined
    case 'skip':
      return undefined
  }
}

// A lease that ran out means that a worker took the delivery and never said what became of it. Its attempt is put on
// record as lost: it may have reached the endpoint or not. It uses up no step of the schedule.
const LOST = `lost AS (
      INSERT INTO attempts (id, delivery_id, number, trigger, started_at, duration_ms, request_headers, error_code, result)
      SELECT $2, id, attempt_count, CASE WHEN manual_at <= claimed_at THEN 'manual' ELSE trigger END, claimed_at, 0, '{}',
        'worker_lost', 'failed'
      FROM deliveries WHERE id = $1 AND lease_until IS NOT NULL
      ON CONFLICT (delivery_id, number) DO NOTHING
    )`

const ADMIT = {
  name: 'admit-delivery',
  text: `
    WITH ${LOST}, gate AS (
      UPDATE endpoint_gates SET next_slot_at = $3,
        probe_at = CASE WHEN $4 THEN clock_timestamp() + make_interval(secs => $5) ELSE probe_at END
      WHERE endpoint_id = $6 AND ($4 OR next_slot_at IS DISTINCT FROM $3)
    ), claimed AS (
      UPDATE deliveries SET attempt_count = attempt_count + 1, claimed_at = clock_timestamp(),
        lease_until = clock_timestamp() + make_interval(secs => $5),
        remind_at = clock_timestamp() + make_interval(secs => $5)
      WHERE id = $1
      RETURNING *
    )
    SELECT c.id AS "deliveryId", c.tenant_id AS "tenantId", c.event_id AS "eventId", c.event_type AS "eventType",
      c.endpoint_id AS "endpointId", c.attempt_count AS "attemptNumber", c.failure_count AS "failureCount",
      c.trigger AS "scheduledTrigger", ev.body, ev.data_start AS "dataStart", ev.content_type AS "contentType",
      ev.trace_id AS "traceId", en.url, en.timeout_seconds AS "timeoutSeconds", en.retry_schedule AS "retrySchedule",
      en.retry_on AS "retryOn", en.payload_format AS "payloadFormat", en.signatures,
      CASE WHEN en.payload_format = 'raw' THEN ev.raw END AS raw,
      ${SIGNING_SECRET_COLUMNS},
      ${HEADER_COLUMNS}
    FROM claimed c JOIN events ev ON ev.id = c.event_id JOIN endpoints en ON en.id = c.endpoint_id`,
}

type AdmittedRow = Omit<
  ClaimedDelivery,
  'secrets' | 'privateKeys' | 'headers' | 'trigger' | 'isProbe' | 'leaseMs'
> &
  SigningSecretColumns &
  HeaderColumns & { scheduledTrigger: ClaimedDelivery['trigger'] }

async function admit(
  sql: Sql,
  id: DeliveryId,
  { endpointId, timeoutSeconds, manualAt }: AdmissionRow,
  { isProbe, nextSlotAt }: Extract<Admission, { kind: 'admit' }>,
): Promise<ClaimedDelivery> {
  const leaseSeconds = timeoutSeconds + LEASE_MARGIN_SECONDS
  const values = [id, newId('attempt'), nextSlotAt, isProbe, leaseSeconds, endpointId]
  const [row] = await run<AdmittedRow>(sql, ADMIT, values)
  if (row === undefined) throw new Error(`delivery ${id} is gone, although its row is locked`)
  const { secretIds, sealedSecrets, secretKinds, headerNames, sealedHeaders, scheduledTrigger, ...delivery } =
    row
  return {
    ...delivery,
    trigger: manualAt === null ? scheduledTrigger : 'manual',
    isProbe,
    leaseMs: leaseSeconds * 1000,
    ...signingSecretsOf({ secretIds, sealedSecrets, secretKinds }),
    headers: headersOf({ headerNames, sealedHeaders }),
  }
}

const WAIT = {
  name: 'wait-for-endpoint',
  text: `
    WITH gate AS (
      UPDATE endpoint_gates SET wake_at = least(wake_at, $3) WHERE endpoint_id = $2 AND $3::timestamptz IS NOT NULL
    )
    UPDATE deliveries SET remind_at = NULL, manual_at = NULL WHERE id = $1`,
}

const CANCEL = {
  name: 'cancel-delivery',
  text: `
    WITH ${LOST}, counted AS (${countCancelled("(SELECT * FROM deliveries WHERE id = $1 AND status = 'pending') AS d")}
    )
    UPDATE deliveries SET status = CASE WHEN status = 'pending' THEN 'cancelled' ELSE status END,
      finished_at = coalesce(finished_at, now()), next_attempt_at = NULL, remind_at = NULL, manual_at = NULL,
      claimed_at = NULL, lease_until = NULL
    WHERE id = $1`,
}

const RELEASE = {
  name: 'release-claim',
  text: `
    UPDATE deliveries SET attempt_count = attempt_count - 1, claimed_at = NULL, lease_until = NULL,
      remind_at = now() + make_interval(secs => $3)
    WHERE id = $1 AND attempt_count = $2 AND lease_until IS NOT NULL`,
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
