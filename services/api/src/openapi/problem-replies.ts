import { PROBLEMS, type Problem, type ProblemCode } from '@posthorn/contracts'
import type { Reply } from './document.ts'
import { type HeaderName, headerReferences } from './headers.ts'

/** The component of each error status: its name, description and headers. */
const REPLIES: Record<number, { name: string; description: string; headers?: HeaderName[] }> = {
  400: {
    name: 'BadRequest',
    description: 'The request is invalid; `errors` has the path of each wrong field',
  },
  401: { name: 'Unauthorized', description: 'No key, or an unknown one', headers: ['WWW-Authenticate'] },
  403: { name: 'Forbidden', description: 'The role of the key does not allow this' },
  404: {
    name: 'NotFound',
    description:
      'The object does not exist, belongs to another tenant, or is older than the retention period',
  },
  408: { name: 'RequestTimeout', description: 'The request did not arrive in time' },
  409: { name: 'Conflict', description: 'The request conflicts with the current state' },
  413: { name: 'ContentTooLarge', description: 'The body is larger than this path accepts' },
  415: { name: 'UnsupportedMediaType', description: 'The body is not `application/json`' },
  417: { name: 'ExpectationFailed', description: '`Expect` is not `100-continue`' },
  422: { name: 'KeyReused', description: 'The `Idempotency-Key` was used with another body' },
  429: {
    name: 'TooManyRequests',
    description: 'The key, or the source, is over its rate limit',
    headers: ['Retry-After'],
  },
  431: { name: 'HeadersTooLarge', description: 'The URL and the headers exceed 16 KiB together' },
  500: { name: 'InternalError', description: 'Internal error' },
  503: {
    name: 'Unavailable',
    description:
      'A dependency is unavailable. Whether a write was stored is unknown: repeat it with the same `id` or `Idempotency-Key`',
    headers: ['Retry-After'],
  },
  508: { name: 'LoopDetected', description: 'The event has passed through Posthorn more than 5 times' },
}

/** The name of the component for an error status. */
export function problemReplyName(status: number): string {
  const reply = REPLIES[status]
  if (reply === undefined)
    throw new Error(`no reply is described for the status ${status}: add it to REPLIES`)
  return reply.name
}

/** The component for an error status. */
export function problemReply(status: number): Reply {
  const { description, headers = [] } = REPLIES[status] ?? { description: problemReplyName(status) }
  return replyWithCodes(description, codesOf(status), headers)
}

/** A reply that is a problem with one of the codes. */
export function replyWithCodes(
  description: string,
  codes: readonly ProblemCode[],
  headers: readonly HeaderName[] = [],
): Reply {
  return {
    description,
    headers: headerReferences(['X-Request-Id', ...headers]),
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(codes.map((code) => [code, { value: exampleOf(code) }])),
      },
    },
  }
}

/** Codes of inbound webhooks, which no operation of the API returns. */
const ELSEWHERE: readonly ProblemCode[] = ['unreadable_payload', 'invalid_signature', 'address_not_allowed']

function codesOf(status: number): ProblemCode[] {
  const codes = Object.keys(PROBLEMS) as ProblemCode[]
  return codes.filter((code) => PROBLEMS[code].status === status && !ELSEWHERE.includes(code))
}

/** Example details of some codes; the others repeat the title. */
const DETAILS: Partial<Record<ProblemCode, string>> = {
  invalid_request: 'url: HTTPS required',
  unauthorized: 'The key is unknown or has expired.',
  forbidden: 'A key with the role "read" may not do this.',
  not_found: 'No endpoint has this id: check the id and the tenant.',
  unsupported_media_type: 'Send JSON with content-type: application/json.',
  internal_error: 'The log of the service has the details under this request id.',
  unavailable:
    'PostgreSQL did not answer, so the outcome is unknown. Repeat the request with the same `id` or `Idempotency-Key`.',
}

function exampleOf(code: ProblemCode): Problem {
  const { status, title } = PROBLEMS[code]
  return {
    type: `urn:posthorn:problem:${code}`,
    title,
    status,
    code,
    detail: DETAILS[code] ?? `${title}.`,
    requestId: '0f0d1a52-6b0e-4a3c-9a5e-3d1f0b8f7c11',
    ...(code === 'invalid_request' ? { errors: [{ path: 'url', message: 'HTTPS required' }] } : {}),
  }
}
