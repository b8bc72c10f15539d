import type { Header, Parameter, Reference } from './document.ts'

export const HEADERS = {
  'X-Request-Id': {
    description: 'The id of the request, also in the log: from the request header, or a new one',
    schema: { type: 'string', minLength: 1, maxLength: 128 },
    example: '0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11',
  },
  'Retry-After': {
    description: 'Seconds after which to repeat the request',
    schema: { type: 'integer', minimum: 0 },
    example: 2,
  },
  'WWW-Authenticate': {
    description: 'The authentication scheme',
    schema: { type: 'string' },
    example: 'Bearer',
  },
  'Idempotency-Replayed': {
    description: '`true` when this is the stored reply to the first request with the same `Idempotency-Key`',
    schema: { type: 'string', enum: ['true'] },
    example: 'true',
  },
  'RateLimit-Limit': {
    description: 'Requests per second that the key is limited to. Absent without a limit',
    schema: { type: 'integer', minimum: 1 },
    example: 100,
  },
  'RateLimit-Remaining': {
    description: 'Requests that remain in the current window',
    schema: { type: 'integer', minimum: 0 },
    example: 99,
  },
  'RateLimit-Reset': {
    description: 'Seconds until the full limit is available again',
    schema: { type: 'integer', minimum: 0 },
    example: 1,
  },
} as const satisfies Record<string, Header>

export type HeaderName = keyof typeof HEADERS

export const RATE_LIMIT_HEADERS = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'] as const

export const REQUEST_HEADERS = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description:
      'Makes repeating the request safe: for 24 hours the same key, path and body get the first reply again, with ' +
      '`Idempotency-Replayed: true`. With another body: 422.',
    schema: {
      type: 'string',
      minLength: 1,
      maxLength: 255,
      pattern: '^[\\x21-\\x7e](?:[\\x20-\\x7e]*[\\x21-\\x7e])?$',
    },
    example: 'order-1001-paid',
  },
  LastEventId: {
    name: 'Last-Event-ID',
    in: 'header',
    required: false,
    description: 'The `id` of the last event that the client has, to resume its stream.',
    schema: { type: 'string' },
    example: '5f0c1d2e3a4b-17',
  },
  RequestId: {
    name: 'X-Request-Id',
    in: 'header',
    required: false,
    description: 'Used in the reply and the log if it has 1 to 128 visible ASCII characters.',
    schema: { type: 'string' },
    example: '0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11',
  },
} as const satisfies Record<string, Parameter>

export function headerReferences(names: readonly HeaderName[]): Record<string, Reference> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))
}

export function requestHeader(name: keyof typeof REQUEST_HEADERS): Reference {
  return { $ref: `#/components/parameters/${name}` }
}
