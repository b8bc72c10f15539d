import type { ClaimedDelivery } from '@posthorn/database'
import type { SendResult } from '@posthorn/egress'
import { attemptContext } from '@posthorn/signed-requests'
import { type Span, startSpan } from '@posthorn/tracing'
import { parseTraceparent } from '@posthorn/webhook'

const HTTP_ERROR_MIN = 400

/** A delivery that was claimed, and when, of `performance.now()`. */
interface Claimed {
  delivery: ClaimedDelivery
  claimedAtMs: number
}

/**
 * Starts the span of an attempt, from its claim on, and records that of the claim, which has just ended. It continues the span that
 * published the event; an attempt after the first is linked to the first.
 * @returns undefined while no spans are recorded
 */
export function startDeliverSpan({ delivery, claimedAtMs: startMs }: Claimed): Span | undefined {
  const { traceId, traceparent, attemptNumber } = delivery
  const span = startSpan('deliver', () => ({
    kind: 'consumer',
    parent: parseTraceparent(traceparent ?? undefined),
    traceId,
    startMs,
    links: attemptNumber > 1 ? [attemptContext(delivery, 1)] : [],
    attributes: attributesOf(delivery),
  }))
  startSpan('claim', () => ({ parent: span?.context, startMs }))?.end()
  return span
}

/** @param parent of the attempt */
export function sendSpanOptions(delivery: ClaimedDelivery, parent: Span | undefined) {
  const { attemptNumber, url } = delivery
  const { protocol, hostname, port } = new URL(url)
  const standardPort = protocol === 'https:' ? 443 : 80
  return {
    kind: 'client' as const,
    parent: parent?.context,
    spanId: attemptContext(delivery, attemptNumber).spanId,
    // Neither path nor query: in the URLs of many receivers they are a secret.
    attributes: {
      'http.request.method': 'POST',
      'server.address': hostname,
      'server.port': port === '' ? standardPort : Number(port),
      'http.request.resend_count': attemptNumber - 1,
    },
  }
}

/** Records the result of the request of an attempt. */
export function setResult(span: Span | undefined, result: SendResult): void {
  if (span === undefined) return
  if (result.kind === 'error') {
    span.fail(result.errorCode)
    return
  }
  span.set({ 'http.response.status_code': result.statusCode })
  if (result.statusCode >= HTTP_ERROR_MIN) span.fail(String(result.statusCode))
}

function attributesOf({
  tenantId,
  eventId,
  endpointId,
  deliveryId,
  attemptNumber,
  trigger,
}: ClaimedDelivery) {
  return {
    'messaging.system': 'bullmq',
    'messaging.operation.name': 'deliver',
    'messaging.operation.type': 'process',
    'messaging.message.id': eventId,
    'posthorn.tenant.id': tenantId,
    'posthorn.endpoint.id': endpointId,
    'posthorn.delivery.id': deliveryId,
    'posthorn.attempt.number': attemptNumber,
    'posthorn.attempt.trigger': trigger,
  }
}
