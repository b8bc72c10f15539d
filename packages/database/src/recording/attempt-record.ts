import {
  type AttemptTrigger,
  type DeliveryId,
  type EndpointId,
  type FailureReason,
  newId,
  type TenantId,
} from '@posthorn/contracts'
import { type AttemptPhases, latencyBinOf, statusClassOf } from '@posthorn/webhook'
import type { DueDelivery } from '../delivering/take-due-deliveries.ts'
import { rowsOf } from '../sql/rows-of.ts'

type HeaderMap = Record<string, string | string[]>

/** The result of an attempt and the next state of its delivery. */
export interface AttemptRecord {
  deliveryId: DeliveryId
  tenantId: TenantId
  endpointId: EndpointId
  number: number
  trigger: AttemptTrigger
  startedAt: Date
  durationMs: number
  url: string
  /** Address of the connection, for operators. */
  address: string | undefined
  phases: AttemptPhases
  requestHeaders: HeaderMap
  statusCode: number | undefined
  responseHeaders: HeaderMap | undefined
  responseBody: Uint8Array | undefined
  responseBodyTruncated: boolean
  errorCode: string | undefined
  errorDetail: string | undefined
  next: NextDeliveryState
}

/**
 * The next state of a delivery, if its attempt moves it.
 *
 * - `unchanged`: a manual attempt failed; status and schedule stay the same.
 * - `disableEndpoint`: the endpoint answered 410.
 * - `notifyTenant`: the delivery used up its schedule, so a notification of its tenant is pending.
 */
export type NextDeliveryState =
  | { status: 'succeeded' }
  | {
      status: 'failed'
      reason: FailureReason
      disableEndpoint: boolean
      failureCount: number
      notifyTenant: boolean
    }
  | { status: 'pending'; delayMs: number; failureCount: number }
  | { status: 'unchanged'; disableEndpoint: boolean }

/** The result of one batch of records. */
export interface Recorded {
  /** Deliveries whose record changed their state. */
  moved: ReadonlySet<DeliveryId>
  /** Deliveries that no longer wait for their endpoint. */
  woken: DueDelivery[]
  /** Endpoints that a 410 has disabled. */
  disabled: DisabledEndpoint[]
}

export interface DisabledEndpoint {
  tenantId: TenantId
  endpointId: EndpointId
}

/** The records of one statement, as its rows `given`. */
export const RECORDS = rowsOf<AttemptRecord>()('given', {
  id: { type: 'text', of: ({ startedAt }) => newId('attempt', startedAt) },
  delivery_id: { type: 'text', of: ({ deliveryId }) => deliveryId },
  tenant_id: { type: 'text', of: ({ tenantId }) => tenantId },
  endpoint_id: { type: 'text', of: ({ endpointId }) => endpointId },
  number: { type: 'int', of: ({ number }) => number },
  trigger: { type: 'attempt_trigger', of: ({ trigger }) => trigger },
  started_at: { type: 'timestamptz', of: ({ startedAt }) => startedAt },
  duration_ms: { type: 'int', of: ({ durationMs }) => Math.round(durationMs) },
  request_headers: { type: 'jsonb', of: ({ requestHeaders }) => JSON.stringify(requestHeaders) },
  status_code: { type: 'int', of: ({ statusCode }) => statusCode },
  response_headers: {
    type: 'jsonb',
    of: ({ responseHeaders }) => responseHeaders && JSON.stringify(responseHeaders),
  },
  response_body: { type: 'bytea', of: ({ responseBody }) => responseBody },
  response_body_truncated: { type: 'boolean', of: ({ responseBodyTruncated }) => responseBodyTruncated },
  error_code: { type: 'text', of: ({ errorCode }) => errorCode },
  error_detail: { type: 'text', of: ({ errorDetail }) => errorDetail },
  url: { type: 'text', of: ({ url }) => url },
  address: { type: 'text', of: ({ address }) => address },
  dns_ms: { type: 'int', of: ({ phases }) => phases.dnsMs },
  connect_ms: { type: 'int', of: ({ phases }) => phases.connectMs },
  tls_ms: { type: 'int', of: ({ phases }) => phases.tlsMs },
  first_byte_ms: { type: 'int', of: ({ phases }) => phases.firstByteMs },
  result: {
    type: 'attempt_result',
    of: ({ next }) => (next.status === 'succeeded' ? 'succeeded' : 'failed'),
  },
  next: { type: 'text', of: ({ next }) => next.status },
  reason: { type: 'text', of: ({ next }) => ('reason' in next ? next.reason : undefined) },
  failure_count: { type: 'int', of: ({ next }) => ('failureCount' in next ? next.failureCount : undefined) },
  delay_ms: { type: 'float8', of: ({ next }) => (next.status === 'pending' ? next.delayMs : undefined) },
  disable_endpoint: { type: 'boolean', of: ({ next }) => 'disableEndpoint' in next && next.disableEndpoint },
  notify_tenant: { type: 'boolean', of: ({ next }) => 'notifyTenant' in next && next.notifyTenant },
  status_class: { type: 'text', of: ({ statusCode }) => statusClassOf(statusCode) },
  latency_bin: { type: 'smallint', of: ({ durationMs }) => latencyBinOf(Math.round(durationMs)) },
})
