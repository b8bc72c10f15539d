import type { Callback, Operation, Parameter, PathItem } from './document.ts'
import type { JsonSchema } from './json-schema.ts'

/** The body that an endpoint receives, unless its `payloadFormat` is `raw`. */
const ENVELOPE: JsonSchema = {
  type: 'object',
  description: 'Created once, and identical byte for byte in every attempt',
  properties: {
    id: { type: 'string', description: "The event's id", example: 'evt_01h455vb4pex5vsknk084sn02q' },
    type: { type: 'string', example: 'order.completed' },
    timestamp: { type: 'string', format: 'date-time', example: '2026-11-21T20:24:50.123Z' },
    data: {
      description:
        "The published data, with the publisher's digits and order of members; for a source, the received body",
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
  header(
    'webhook-id',
    'evt_01h455vb4pex5vsknk084sn02q',
    "The event's id, the same in every attempt and replay.",
  ),
  header('webhook-timestamp', '1795292690', 'Unix time of this attempt, in seconds. Refuse old timestamps.'),
  header(
    'webhook-signature',
    'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
    'Standard Webhooks, over `id.timestamp.body`: `v1,` for each live secret, `v1a,` with `ed25519`, space-separated. ' +
      'Absent for an endpoint whose only signature is `sha256`.',
    false,
  ),
  header('x-webhook-event', 'order.completed', "The event's type."),
  header('x-webhook-delivery', 'dlv_01h455vb4pex5vsknk084sn02q', "The delivery's id."),
  header('x-webhook-attempt', '1', 'The number of the attempt, from 1.'),
  header(
    'x-webhook-signature',
    'sha256=7d38cdd689735b008b3c702edd92eea23791c5f6f8f0a6f6d5ad3dbb5b8a5b9e',
    'With `sha256` only: hex HMAC-SHA256 of the body, keyed with the whole secret as text. During a rotation, with the ' +
      'old secret until the grace period ends.',
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
    'How often the event has passed through a Posthorn. Pass it on when you publish because of an event: more than 5 ' +
      'hops are refused as a loop.',
  ),
  header(
    'traceparent',
    '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    'W3C trace context: trace id and sampled flag of the request that published the event, and an id of the attempt.',
  ),
]

const requestBody: Operation['requestBody'] = {
  required: true,
  description: 'With `payloadFormat: raw`, the original body and content type.',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Envelope' } } },
}

/**
 * The same request as a callback of `createEndpoint`: some generators drop schemas that only `webhooks` refer to, but not
 * the code that uses them.
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

/** The request that Posthorn sends to an endpoint. */
export const OUTBOUND_WEBHOOK: PathItem = {
  post: {
    operationId: 'receiveEvent',
    tags: ['Outbound webhooks'],
    summary: 'Receive an event',
    description:
      'Sent to the URL of every subscribed endpoint, at least once and in no guaranteed order. Duplicates have the same ' +
      '`webhook-id`. Verify a signature before you trust the body.',
    security: [],
    parameters: HEADERS,
    requestBody,
    responses: {
      '2XX': { description: 'Delivered' },
      410: { description: 'Failed permanently; the endpoint is disabled at once' },
      429: { description: 'Retried, not before `Retry-After`. 408, 425 and 5XX are retried, too' },
      '4XX': { description: "Failed permanently, unless the endpoint's `retryOn` is `any-failure`" },
      '5XX': { description: "Retried according to the endpoint's `retrySchedule`" },
    },
  },
}
