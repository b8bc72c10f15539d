import { z } from 'zod'
import { RequestCause } from './inbound-request.ts'

/**
 * Every error that a service replies with: code, HTTP status, title. Codes are part of the API: never renamed, never
 * reused. docs/errors.md says what to do about each.
 */
export const PROBLEMS = {
  malformed_http: { status: 400, title: 'Bad request' },
  malformed_json: { status: 400, title: 'Malformed JSON' },
  invalid_request: { status: 400, title: 'Invalid request' },
  invalid_cursor: { status: 400, title: 'Invalid cursor' },
  unreadable_payload: { status: 400, title: 'Unreadable payload' },
  unauthorized: { status: 401, title: 'Unauthorized' },
  session_ended: { status: 401, title: 'Session ended' },
  invalid_signature: { status: 401, title: 'Invalid signature' },
  forbidden: { status: 403, title: 'Forbidden' },
  cross_site_request: { status: 403, title: 'Cross-site request' },
  address_not_allowed: { status: 403, title: 'Address not allowed' },
  not_found: { status: 404, title: 'Not found' },
  expired: { status: 404, title: 'Expired' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },
  request_timeout: { status: 408, title: 'Request timeout' },
  conflict: { status: 409, title: 'Conflict' },
  relay_busy: { status: 409, title: 'Relay busy' },
  request_rejected: { status: 409, title: 'Request rejected' },
  content_removed: { status: 409, title: 'Content removed' },
  signing_impossible: { status: 409, title: 'Signing impossible' },
  source_disabled: { status: 410, title: 'Source disabled' },
  payload_too_large: { status: 413, title: 'Content too large' },
  unsupported_media_type: { status: 415, title: 'Unsupported media type' },
  expectation_failed: { status: 417, title: 'Expectation failed' },
  idempotency_key_reused: { status: 422, title: 'Idempotency key reused' },
  rate_limited: { status: 429, title: 'Too many requests' },
  headers_too_large: { status: 431, title: 'Request header fields too large' },
  internal_error: { status: 500, title: 'Internal server error' },
  overloaded: { status: 503, title: 'Overloaded' },
  loop_detected: { status: 508, title: 'Loop detected' },
  unavailable: { status: 503, title: 'Service unavailable' },
} as const satisfies Record<string, { status: number; title: string }>

export type ProblemCode = keyof typeof PROBLEMS

const Code = z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]).meta({ id: 'ProblemCode' })

const FieldProblem = z
  .strictObject({ path: z.string().meta({ example: 'url' }), message: z.string() })
  .meta({ id: 'FieldProblem' })

/** An error reply, `application/problem+json` (RFC 9457). */
export const Problem = z
  .strictObject({
    type: z.string().meta({ example: 'urn:posthorn:problem:invalid_request' }),
    title: z.string(),
    status: z.int(),
    code: Code,
    detail: z.string(),
    requestId: z.string(),
    errors: z.array(FieldProblem).optional(),
    cause: RequestCause.optional().describe('Of `request_rejected`: why an inbound request is rejected'),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof Problem>

export interface FieldError {
  path: string
  message: string
}

/** An error that the caller can fix. The services turn it into a `Problem` reply; `message` is its `detail`. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly code: ProblemCode
  readonly errors: FieldError[] | undefined
  /** Becomes the `cause` of the reply. */
  readonly requestCause: RequestCause | undefined
  /** Becomes `Retry-After`. */
  readonly retryAfterSeconds: number | undefined

  constructor(
    code: ProblemCode,
    detail: string,
    options: {
      errors?: FieldError[]
      requestCause?: RequestCause
      retryAfterSeconds?: number
      cause?: unknown
    } = {},
  ) {
    super(detail, { cause: options.cause })
    this.code = code
    this.errors = options.errors
    this.requestCause = options.requestCause
    this.retryAfterSeconds = options.retryAfterSeconds
  }
}

/** PostgreSQL or the queue is unavailable. Becomes 503 with `Retry-After`. */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError'
  readonly dependency: 'postgresql' | 'queue'

  constructor(dependency: 'postgresql' | 'queue', cause: unknown) {
    super(`${dependency} is unavailable`, { cause })
    this.dependency = dependency
  }
}
