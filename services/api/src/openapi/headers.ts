import type { Header, Parameter, Reference } from './document.ts'

export const HEADERS = {
  'X-Request-Id': {
    description: "The request's id, in the log of the service too: the caller's own, or a new one",
    schema: { type: 'string', minLength: 1, maxLength: 128 },
    example: '0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11',
  },
  'Retry-After': {
    description: 'Seconds after which to try again',
    schema: { type: 'integer', minimum: 0 },
    example: 2,
  },
  'WWW-Authenticate': {
    description: 'How to show a key',
    schema: { type: 'string' },
    example: 'Bearer',
  },
  'Idempotency-Replayed': {
    description: '`true` where this is the first answer to the same `Idempotency-Key`, given again',
    schema: { type: 'string', enum: ['true'] },
    example: 'true',
  },
  'RateLimit-Limit': {
    description: 'Requests that the key may make in a second. Not there where no limit is set',
    schema: { type: 'integer', minimum: 1 },
    example: 100,
  },
  'RateLimit-Remaining': {
    description: 'Requests that are left of them',
    schema: { type: 'integer', minimum: 0 },
    example: 99,
  },
  'RateLimit-Reset': {
    description: 'Seconds until all of them are there again',
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
      'Makes a repeat harmless: for 24 hours the same key, path and body get the first answer again, marked ' +
      '`Idempotency-Replayed: true`. With another body: 422.',
    schema: {
      type: 'string',
      minLength: 1,
      maxLength: 255,
      pattern: '^[\\x21-\\x7e](?:[\\x20-\\x7e]*[\\x21-\\x7e])?$',
    },
    example: 'order-1001-paid',
  },
  RequestId: {
    name: 'X-Request-Id',
    in: 'header',
    required: false,
    description: 'Taken over for the reply and the log if it is 1 to 128 visible ASCII characters.',
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
