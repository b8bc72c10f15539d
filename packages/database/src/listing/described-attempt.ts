import type { Attempt, AttemptId, AttemptTrigger, DeliveryId, EndpointId, EventId } from '@posthorn/contracts'
import { isUrlOfRelay } from '../relaying/relay-row.ts'

type HeaderMap = Record<string, string | string[]>

/** SQL of the columns of {@link AttemptRow}, of `attempts` as `a` and `deliveries` as `d`. */
export const ATTEMPT_COLUMNS = `a.id, a.delivery_id AS "deliveryId", d.endpoint_id AS "endpointId", d.event_id AS "eventId",
      d.event_type AS "eventType", a.number, a.trigger, a.started_at AS "startedAt", a.duration_ms AS "durationMs", a.url,
      a.address, a.dns_ms AS "dnsMs", a.connect_ms AS "connectMs", a.tls_ms AS "tlsMs", a.first_byte_ms AS "firstByteMs",
      a.request_headers AS "requestHeaders", a.status_code AS "statusCode", a.response_headers AS "responseHeaders",
      a.response_body AS "responseBody", a.response_body_truncated AS "responseBodyTruncated",
      a.error_code AS "errorCode", a.error_detail AS "errorDetail", a.result,
      a.content_removed_at IS NOT NULL AS expired`

/** An attempt with its delivery. */
export interface AttemptRow {
  id: AttemptId
  deliveryId: DeliveryId
  endpointId: EndpointId
  eventId: EventId
  eventType: string
  number: number
  trigger: AttemptTrigger
  startedAt: Date
  durationMs: number
  url: string | null
  address: string | null
  dnsMs: number | null
  connectMs: number | null
  tlsMs: number | null
  firstByteMs: number | null
  requestHeaders: HeaderMap
  statusCode: number | null
  responseHeaders: HeaderMap | null
  responseBody: Buffer | null
  responseBodyTruncated: boolean
  errorCode: string | null
  errorDetail: string | null
  result: Attempt['result']
  /** Whether its headers and body were removed. */
  expired: boolean
}

/** @param showsAddress for operators, who may know where the requests went */
export function toAttempt(row: AttemptRow, { showsAddress }: { showsAddress: boolean }): Attempt {
  const { startedAt, url, dnsMs, connectMs, tlsMs, firstByteMs, address, responseBody, ...shown } = row
  const isRelayed = url !== null && isUrlOfRelay(url)
  return {
    ...shown,
    via: url === null ? null : isRelayed ? 'relay' : 'http',
    url: isRelayed ? null : url,
    startedAt: startedAt.toISOString(),
    ...(showsAddress ? { address } : {}),
    phases: { dnsMs, connectMs, tlsMs, firstByteMs, totalMs: row.durationMs },
    responseBody: responseBody === null ? null : responseBody.toString('utf8'),
  }
}
