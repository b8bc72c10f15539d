import type { Operation, PathItem, Reply } from './document.ts'
import { UNROUTED_STATUSES } from './error-statuses.ts'
import { headerReferences, requestHeader } from './headers.ts'
import type { JsonSchema } from './json-schema.ts'
import { problemReplyName, replyWithCodes } from './problem-replies.ts'

const SOURCE_ID = {
  name: 'sourceId',
  in: 'path',
  required: true,
  description: "The source's id, part of its `ingestUrl`",
  schema: { type: 'string', pattern: '^src_[0-9a-z]{26}$' },
  example: 'src_01h455vb4pex5vsknk084sn02q',
} as const

/** Errors that the ingest service and the API share. */
export const SHARED_ERROR_STATUSES = [404, ...UNROUTED_STATUSES, 413, 429, 500, 503, 508]

const receiveWebhook: Operation = {
  operationId: 'receiveWebhook',
  tags: ['Inbound webhooks'],
  summary: 'Receive a webhook from a provider',
  description:
    "Authenticated by the provider's signature, in the provider's own headers. The body is stored byte for byte. " +
    'A duplicate gets 200 and the first event.',
  security: [],
  parameters: [SOURCE_ID, requestHeader('RequestId')],
  requestBody: {
    required: true,
    description:
      'The signed body, of any content type. Up to 5 MiB (`INGEST_BODY_MAX_MIB`), or the `bodyMaxBytes` of the source.',
    content: { '*/*': { schema: {} } },
  },
  responses: {
    200: receipt('`already_processed`: verified, a duplicate of an accepted request'),
    202: receipt('`accepted`: verified, new, durably stored'),
    ...Object.fromEntries(
      SHARED_ERROR_STATUSES.map((status) => [
        status,
        { $ref: `#/components/responses/${problemReplyName(status)}` },
      ]),
    ),
    400: replyWithCodes('Unreadable HTTP, or verified, but not in the format of the provider', [
      'malformed_http',
      'unreadable_payload',
    ]),
    401: replyWithCodes('The signature does not verify, or its time is outside the tolerance', [
      'invalid_signature',
    ]),
    403: replyWithCodes('The source does not allow the address of the sender (`allowCidrs`)', [
      'address_not_allowed',
    ]),
    410: replyWithCodes('The source is disabled', ['source_disabled']),
  },
}

/** Providers call it, on another service at another address. */
export const INBOUND_WEBHOOK: PathItem = {
  servers: [{ url: 'http://127.0.0.1:8081', description: 'The ingest service: `PUBLIC_INGEST_URL`' }],
  post: receiveWebhook,
}

/** The components that only its replies refer to. */
export const INBOUND_SCHEMAS: Record<string, JsonSchema> = {
  ReceivedWebhook: {
    type: 'object',
    properties: {
      status: { $ref: '#/components/schemas/ReceiptStatus' },
      eventId: { type: 'string', example: 'evt_01h455vb4pex5vsknk084sn02q' },
    },
    required: ['status', 'eventId'],
  },
  ReceiptStatus: { type: 'string', enum: ['accepted', 'already_processed'] },
}

function receipt(description: string): Reply {
  return {
    description,
    headers: headerReferences(['X-Request-Id']),
    content: {
      'application/json': {
        schema: { $ref: '#/components/schemas/ReceivedWebhook' },
      },
    },
  }
}
