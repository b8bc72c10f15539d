import type { Callback, Operation, Parameter, PathItem } from './document.ts'
import type { JsonSchema } from './json-schemas.ts'

/** The body that an endpoint receives, unless its `payloadFormat` is `raw`. */
const ENVELOPE: JsonSchema = {
  type: 'object',
  description: 'Made once, and the same to the byte in every attempt',
  properties: {
    id: { type: 'string', description: "The event's id", example: 'evt_01h455vb4pex5vsknk084sn02q' },
    type: { type: 'string', example: 'order.completed' },
    timestamp: { type: 'string', format: 'date-time', example: '2026-11-21T20:24:50.123Z' },
    data: {
      description:
        "What was published, with the publisher's own digits and order; of a source, the body it was sent",
      example: { orderId: 'A-1001', amount: 4200 },
    },
  },
  required: ['id', 'type', 'timestamp', 'data'],
}

/** The components that only this request refers to. */
export const OUTBOUND_SCHEMAS: Record<string, JsonSchema> = { Envelope: ENVELOPE }

const header = (name: string, example: string, description: string, required = true): Parameter => ({
  name,
  in: 'header',
  required,
  description,
  schema: { type: 'string' },
  example,
})

const HEADERS = [
  header('webhook-id', 'evt_01h455vb4pex5vsknk084sn02q', 'The event, the same in every attempt and replay.'),
  header('webhook-timestamp', '1795292690', 'Unix seconds of this attempt. Refuse what is too old.'),
  header(
    'webhook-signature',
    'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
    'Standard Webhooks, over `id.timestamp.body`: `v1,` for each live secret, `v1a,` with `ed25519`, space-separated. ' +
      'Not there for an endpoint whose `signatures` are `sha256` alone.',
    false,
  ),
  header('x-webhook-event', 'order.completed', "The event's type."),
  header('x-webhook-delivery', 'dlv_01h455vb4pex5vsknk084sn02q', 'The delivery.'),
  header('x-webhook-attempt', '1', 'The number of the attempt, from 1.'),
  header(
    'x-webhook-signature',
    'sha256=7d38cdd689735b008b3c702edd92eea23791c5f6f8f0a6f6d5ad3dbb5b8a5b9e',
    'With `sha256` only: hex HMAC-SHA256 of the body, keyed with the whole secret as text. During a rotation, with the ' +
      'old secret until the grace ends.',
    false,
  ),
  header(
    'x-webhook-signature-next',
    'sha256=0f5d2e1c4e1d3c9ff6a4a7c6a6f2b8f04b6f6b0d7a6d1c5e0d9b9f2f7c3a1e84',
    'With `sha256`, during a rotation only: the same, keyed with the new secret.',
    false,
  ),
  header(
    'x-posthorn-hops',
    '1',
    'How often the event has gone through a Posthorn. Pass it on when you publish because of an event: after 5 times the ' +
      'loop is ended.',
  ),
  header('traceparent', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', 'W3C trace context.'),
]

const requestBody: Operation['requestBody'] = {
  required: true,
  description: 'With `payloadFormat: raw`, the original body and content type.',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Envelope' } } },
}

/**
 * The same request, described where an endpoint is created: some generators drop schemas that only `webhooks` refer to, but not the
 * code that uses them.
 */
export const EVENT_CALLBACK: Callback = {
  '{$request.body#/url}': {
    post: {
      operationId: 'receiveEventAtEndpoint',
      tags: ['Outbound webhooks'],
      summary: 'Receive an event at the new endpoint',
      description: 'As `receiveEvent` in `webhooks` describes it, with its headers.',
      security: [],
      requestBody,
      responses: { '2XX': { description: 'Delivered' }, '4XX': { description: 'Not delivered' } },
    },
  },
}

/** What Posthorn sends to an endpoint, as the receiver sees it. */
export const OUTBOUND_WEBHOOK: PathItem = {
  post: {
    operationId: 'receiveEvent',
    tags: ['Outbound webhooks'],
    summary: 'Receive an event',
    description:
      'Sent to the URL of every endpoint that is subscribed. It may come twice, always with the same `webhook-id`, and in no ' +
      'promised order. Verify a signature before you trust the body.',
    security: [],
    parameters: HEADERS,
    requestBody,
    responses: {
      '2XX': { description: 'Delivered' },
      410: { description: 'Failed for good; the endpoint is disabled at once' },
      429: { description: 'Tried again; `Retry-After` is a lower bound for when. So are 408, 425 and 5XX' },
      '4XX': { description: "Failed for good, unless the endpoint's `retryOn` is `any-failure`" },
      '5XX': { description: "Tried again, by the endpoint's `retrySchedule`" },
    },
  },
}
