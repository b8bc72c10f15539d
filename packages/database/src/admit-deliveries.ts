import { type AttemptTrigger, type DeliveryId, type EndpointId, newId } from '@posthorn/contracts'
import type { ClaimedDelivery, ClaimedEndpoint } from './claimed-delivery.ts'
import { HEADER_COLUMNS, type HeaderColumns, headersOf } from './endpoint-headers.ts'
import { recordLost } from './lost-attempts.ts'
import { SIGNING_SECRET_COLUMNS, type SigningSecretColumns, signingSecretsOf } from './signing-secrets.ts'
import { run, type Sql } from './sql.ts'

/** A delivery that may be attempted now. */
export interface Admitted {
  id: DeliveryId
  endpointId: EndpointId
  /** Since when it is wanted by hand, if it is. */
  manualAt: Date | null
  isProbe: boolean
  /** When the rate limit lets the next attempt through after this one. */
  nextSlotAt: Date | null
  leaseSeconds: number
}

// Of several deliveries of an endpoint the last one says what becomes of the gate.
const ADMIT = {
  name: 'admit-deliveries',
  text: `
    WITH given AS (
      SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::boolean[], $6::int[])
        WITH ORDINALITY AS g (delivery_id, attempt_id, endpoint_id, next_slot_at, is_probe, lease_seconds, place)
    ), lost AS (${recordLost('SELECT delivery_id, attempt_id FROM given')}
    ), gate AS (
      UPDATE endpoint_gates SET next_slot_at = last.next_slot_at,
        probe_at = CASE WHEN last.is_probing THEN clock_timestamp() + make_interval(secs => last.lease_seconds)
          ELSE probe_at END
      FROM (
        SELECT DISTINCT ON (endpoint_id) endpoint_id, next_slot_at, lease_seconds,
          bool_or(is_probe) OVER (PARTITION BY endpoint_id) AS is_probing
        FROM given ORDER BY endpoint_id, place DESC
      ) AS last
      WHERE endpoint_gates.endpoint_id = last.endpoint_id
        AND (last.is_probing OR endpoint_gates.next_slot_at IS DISTINCT FROM last.next_slot_at)
    ), claimed AS (
      UPDATE deliveries d SET attempt_count = attempt_count + 1, claimed_at = clock_timestamp(),
        lease_until = clock_timestamp() + make_interval(secs => given.lease_seconds),
        remind_at = clock_timestamp() + make_interval(secs => given.lease_seconds)
      FROM given WHERE d.id = given.delivery_id
      RETURNING d.id, d.tenant_id, d.event_id, d.event_type, d.endpoint_id, d.attempt_count, d.failure_count, d.trigger
    )
    SELECT c.id AS "deliveryId", c.tenant_id AS "tenantId", c.event_id AS "eventId", c.event_type AS "eventType",
      c.endpoint_id AS "endpointId", c.attempt_count AS "attemptNumber", c.failure_count AS "failureCount",
      c.trigger AS "scheduledTrigger", ev.body, ev.data_start AS "dataStart", ev.content_type AS "contentType",
      ev.trace_id AS "traceId", CASE WHEN en.payload_format = 'raw' THEN ev.raw END AS raw
    FROM claimed c JOIN events ev ON ev.id = c.event_id JOIN endpoints en ON en.id = c.endpoint_id`,
}

type ClaimedRow = Omit<ClaimedDelivery, keyof ClaimedEndpoint | 'trigger' | 'isProbe' | 'leaseMs'> & {
  endpointId: EndpointId
  scheduledTrigger: AttemptTrigger
}

// Once for each endpoint, however many of its deliveries are admitted.
const READ_ENDPOINTS = {
  name: 'read-endpoints-to-send',
  text: `
    SELECT en.id AS "endpointId", en.url, en.timeout_seconds AS "timeoutSeconds", en.retry_schedule AS "retrySchedule",
      en.retry_on AS "retryOn", en.payload_format AS "payloadFormat", en.signatures,
      ${SIGNING_SECRET_COLUMNS},
      ${HEADER_COLUMNS}
    FROM endpoints en WHERE en.id = ANY ($1)`,
}

type EndpointRow = Omit<ClaimedEndpoint, 'secrets' | 'privateKeys' | 'headers'> &
  SigningSecretColumns &
  HeaderColumns

/** Takes deliveries for their attempts, and reads all that these need. The caller holds their rows and the gates. */
export async function admitDeliveries(
  sql: Sql,
  admitted: readonly Admitted[],
): Promise<Map<DeliveryId, ClaimedDelivery>> {
  if (admitted.length === 0) return new Map()
  const rows = await run<ClaimedRow>(sql, ADMIT, [
    admitted.map(({ id }) => id),
    admitted.map(() => newId('attempt')),
    admitted.map(({ endpointId }) => endpointId),
    admitted.map(({ nextSlotAt }) => nextSlotAt),
    admitted.map(({ isProbe }) => isProbe),
    admitted.map(({ leaseSeconds }) => leaseSeconds),
  ])
  const endpoints = await readEndpoints(sql, [...new Set(admitted.map(({ endpointId }) => endpointId))])
  const claimed = new Map(rows.map((row) => [row.deliveryId, row]))
  return new Map(
    admitted.map(({ id, endpointId, manualAt, isProbe, leaseSeconds }) => {
      const row = claimed.get(id)
      const endpoint = endpoints.get(endpointId)
      if (row === undefined || endpoint === undefined)
        throw new Error(`delivery ${id} is gone, although its row is locked`)
      const { scheduledTrigger, ...delivery } = row
      const trigger = manualAt === null ? scheduledTrigger : 'manual'
      return [id, { ...delivery, ...endpoint, trigger, isProbe, leaseMs: leaseSeconds * 1000 }]
    }),
  )
}

async function readEndpoints(
  sql: Sql,
  ids: readonly EndpointId[],
): Promise<Map<EndpointId, ClaimedEndpoint>> {
  const rows = await run<EndpointRow>(sql, READ_ENDPOINTS, [ids])
  return new Map(
    rows.map(({ secretIds, sealedSecrets, secretKinds, headerNames, sealedHeaders, ...endpoint }) => [
      endpoint.endpointId,
      {
        ...endpoint,
        ...signingSecretsOf({ secretIds, sealedSecrets, secretKinds }),
        headers: headersOf({ headerNames, sealedHeaders }),
      },
    ]),
  )
}
