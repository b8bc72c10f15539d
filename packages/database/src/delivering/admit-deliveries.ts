import { type DeliveryId, type EndpointId, type EventId, newId } from '@posthorn/contracts'
import { HEADER_COLUMNS, type HeaderColumns, headersOf } from '../managing/endpoint-headers.ts'
import {
  SIGNING_SECRET_COLUMNS,
  type SigningSecretColumns,
  signingSecretsOf,
} from '../managing/signing-secrets.ts'
import { rowsOf } from '../sql/rows-of.ts'
import type { Query, RowSets } from '../sql/sql.ts'
import type { AdmissionRow } from './admission-row.ts'
import type { ClaimedDelivery, ClaimedEndpoint } from './claimed-delivery.ts'
import { LAST_WAS_LOST, recordLost } from './lost-attempts.ts'

/** A delivery that may be attempted now. */
export interface Admitted {
  row: AdmissionRow
  isProbe: boolean
  leaseSeconds: number
}

/** The new state of an endpoint's gate. */
export interface ChangedGate {
  endpointId: EndpointId
  /** When the rate limit allows the next attempt. */
  nextAllowedAt: Date | null
  /** Lease of the probe that is made now, if any. */
  probeSeconds: number | null
}

const CLAIMED = rowsOf<Admitted>()('g', {
  delivery_id: { type: 'text', of: ({ row }) => row.id },
  endpoint_id: { type: 'text', of: ({ row }) => row.endpointId },
  number: { type: 'int', of: ({ row }) => numberOf(row) },
  lease_seconds: { type: 'int', of: ({ leaseSeconds }) => leaseSeconds },
})
const GATES = rowsOf<ChangedGate>()(
  'g',
  {
    endpoint_id: { type: 'text', of: ({ endpointId }) => endpointId },
    next_slot_at: { type: 'timestamptz', of: ({ nextAllowedAt }) => nextAllowedAt },
    probe_seconds: { type: 'int', of: ({ probeSeconds }) => probeSeconds },
  },
  CLAIMED.next,
)
/** Deliveries whose lease has expired, with the number of the lost attempt. */
const LOST = rowsOf<{ id: DeliveryId; leaseNumber: number }>()(
  'taken',
  {
    delivery_id: { type: 'text', of: ({ id }) => id },
    attempt_id: { type: 'text', of: () => newId('attempt') },
    number: { type: 'int', of: ({ leaseNumber }) => leaseNumber },
  },
  GATES.next,
)
const EVENTS = rowsOf<readonly [id: EventId, isRaw: boolean]>()(
  'requested',
  { id: { type: 'text', of: ([id]) => id }, raw: { type: 'boolean', of: ([, isRaw]) => isRaw } },
  LOST.next,
)

// Lock order: leases, attempts; the caller's transaction has locked the gates and the deliveries before.
// An existing lease has expired. Events are looked up one by one: with a join the planner could read all of them.
const ADMIT = {
  name: 'admit-deliveries',
  text: `
    WITH claimed AS (
      INSERT INTO leases (delivery_id, endpoint_id, number, claimed_at, expires_at)
      SELECT delivery_id, endpoint_id, number, clock_timestamp(), clock_timestamp() + make_interval(secs => lease_seconds)
      FROM ${CLAIMED.from}
      ON CONFLICT (delivery_id) DO UPDATE SET number = excluded.number, claimed_at = excluded.claimed_at,
        expires_at = excluded.expires_at
    ), gate AS (
      UPDATE endpoint_gates SET next_slot_at = g.next_slot_at,
        probe_at = coalesce(clock_timestamp() + make_interval(secs => g.probe_seconds), probe_at)
      FROM ${GATES.from}
      WHERE endpoint_gates.endpoint_id = g.endpoint_id
    ), lost AS (${recordLost(LOST.from)}
    ), counted AS (
      UPDATE deliveries d SET attempt_count = taken.number, ${LAST_WAS_LOST}
      FROM ${LOST.from} WHERE d.id = taken.delivery_id
    )
    SELECT requested.id AS "eventId", ev.*
    FROM ${EVENTS.from} CROSS JOIN LATERAL (
      SELECT body, data_start AS "dataStart", content_type AS "contentType", trace_id AS "traceId",
        traceparent, hops,
        CASE WHEN requested.raw THEN raw END AS raw,
        CASE WHEN requested.raw THEN headers END AS "receivedHeaders"
      FROM events WHERE id = requested.id AND content_removed_at IS NULL LIMIT 1
    ) AS ev`,
}

type EventRow = Pick<
  ClaimedDelivery,
  | 'eventId'
  | 'body'
  | 'dataStart'
  | 'contentType'
  | 'traceId'
  | 'traceparent'
  | 'hops'
  | 'raw'
  | 'receivedHeaders'
>

/**
 * Claims deliveries and reads what their attempts need; an endpoint or event of several deliveries is read once. The caller
 * has locked the deliveries and the gates.
 * @returns the queries, and a function that makes the claimed deliveries from their rows
 */
export function admitDeliveries(admitted: readonly Admitted[], gates: readonly ChangedGate[]) {
  return {
    queries: [admit(admitted, gates), readEndpoints(admitted)],
    claimed: ([eventRows = [], endpointRows = []]: RowSets): Map<DeliveryId, ClaimedDelivery> => {
      const events = new Map((eventRows as EventRow[]).map((row) => [row.eventId, row]))
      const endpoints = endpointsById(endpointRows as EndpointRow[])
      return new Map(
        admitted.flatMap(({ row, isProbe, leaseSeconds }) => {
          const event = events.get(row.eventId)
          const endpoint = endpoints.get(row.endpointId)
          // Removed since the delivery was admitted. The next claim, after the lease, cancels it.
          if (event === undefined || endpoint === undefined) return []
          const claimed = { ...deliveryOf(row), ...event, ...endpoint, isProbe, leaseMs: leaseSeconds * 1000 }
          return [[row.id, claimed]]
        }),
      )
    },
  }
}

function admit(admitted: readonly Admitted[], gates: readonly ChangedGate[]): Query {
  const lost = admitted.flatMap(({ row: { id, leaseNumber } }) =>
    leaseNumber === null ? [] : { id, leaseNumber },
  )
  const rawByEvent = new Map(admitted.map(({ row }) => [row.eventId, false]))
  for (const { row } of admitted) if (row.payloadFormat === 'raw') rawByEvent.set(row.eventId, true)
  return {
    statement: ADMIT,
    values: [
      ...CLAIMED.values(admitted),
      ...GATES.values(gates),
      ...LOST.values(lost),
      ...EVENTS.values([...rawByEvent]),
    ],
  }
}

function deliveryOf(row: AdmissionRow) {
  const { id: deliveryId, tenantId, eventId, eventType, failureCount, manualAt, trigger } = row
  return {
    deliveryId,
    tenantId,
    eventId,
    eventType,
    failureCount,
    attemptNumber: numberOf(row),
    trigger: manualAt === null ? trigger : ('manual' as const),
  }
}

/** One more than the recorded attempts and a lost one. */
function numberOf({ leaseNumber, attemptCount }: AdmissionRow): number {
  return 1 + (leaseNumber ?? attemptCount)
}

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

function readEndpoints(admitted: readonly Admitted[]): Query {
  return { statement: READ_ENDPOINTS, values: [[...new Set(admitted.map(({ row }) => row.endpointId))]] }
}

function endpointsById(rows: readonly EndpointRow[]): Map<EndpointId, ClaimedEndpoint> {
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
