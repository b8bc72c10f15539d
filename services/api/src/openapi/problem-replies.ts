import { PROBLEMS, type Problem, type ProblemCode } from '@posthorn/contracts'
import type { Reply } from './document.ts'
import { type HeaderName, headerReferences } from './headers.ts'

/** Each error status that an operation can answer with: what its reply is called, and what a caller reads of it. */
const REPLIES: Record<number, { name: string; description: string; headers?: HeaderName[] }> = {
  400: { name: 'BadRequest', description: 'The request is wrong; `errors` has the path of each wrong field' },
  401: { name: 'Unauthorized', description: 'No key, or an unknown one', headers: ['WWW-Authenticate'] },
  403: { name: 'Forbidden', description: 'The key has another role' },
  404: { name: 'NotFound', description: "There is no such thing, or it is another tenant's" },
  409: { name: 'Conflict', description: 'The request conflicts with what is there' },
  413: { name: 'ContentTooLarge', description: 'The body is larger than this path takes' },
  415: { name: 'UnsupportedMediaType', description: 'The body is not `application/json`' },
  422: { name: 'KeyReused', description: 'The `Idempotency-Key` came before, with another body' },
  429: { name: 'TooManyRequests', description: 'The key is over its rate limit', headers: ['Retry-After'] },
  500: { name: 'InternalError', description: 'Something went wrong on our side' },
  503: {
    name: 'Unavailable',
    description:
      'A dependency is unavailable. Whether a write was stored is unknown: repeat it with the same `id` or `Idempotency-Key`',
    headers: ['Retry-After'],
  },
  508: { name: 'LoopDetected', description: 'The events have gone through Posthorn more than 5 times' },
}

/** The name of the component that describes an error status. */
export function problemReplyName(status: number): string {
  const reply = REPLIES[status]
  if (reply === undefined) throw new Error(`no reply is described for the status ${status}: add it`)
  return reply.name
}

/** What the service answers with when it has to refuse with this status. */
export function problemReply(status: number): Reply {
  const { description, headers = [] } = REPLIES[status] ?? { description: problemReplyName(status) }
  return replyWithCodes(description, codesOf(status), headers)
}

/** A reply that is a problem with one of some codes. */
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

/** Of inbound webhooks, or of what was no readable request: no operation of the API answers with these. */
const ELSEWHERE: readonly ProblemCode[] = ['malformed_http', 'unreadable_payload', 'invalid_signature']

function codesOf(status: number): ProblemCode[] {
  const codes = Object.keys(PROBLEMS) as ProblemCode[]
  return codes.filter((code) => PROBLEMS[code].status === status && !ELSEWHERE.includes(code))
}

/** What a caller may read under some codes; for the others the title says enough. */
const DETAILS: Partial<Record<ProblemCode, string>> = {
  invalid_request: 'url: HTTPS required',
  unauthorized: 'The key is unknown or has expired.',
  forbidden: 'A key with the role "read" may not do this.',
  not_found: 'There is no endpoint with this id.',
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
