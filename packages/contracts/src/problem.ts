import { z } from 'zod'

/**
 * Every error that a service answers with: code, HTTP status, title. Codes are part of the API: never renamed,
 * never reused. docs/errors.md says what to do about each.
 */
export const PROBLEMS = {
  malformed_http: { status: 400, title: 'The request is not readable HTTP' },
  malformed_json: { status: 400, title: 'The body is not readable JSON' },
  invalid_request: { status: 400, title: 'The request has fields that are wrong' },
  invalid_cursor: { status: 400, title: 'The cursor is not one of this list' },
  unreadable_payload: {
    status: 400,
    title: 'The webhook is verified, but not in the format of its provider',
  },
  unauthorized: { status: 401, title: 'The key is missing or unknown' },
  invalid_signature: { status: 401, title: 'The signature does not verify' },
  forbidden: { status: 403, title: 'The key may not do this' },
  not_found: { status: 404, title: 'There is no such thing here' },
  method_not_allowed: { status: 405, title: 'The path does not take this method' },
  request_timeout: { status: 408, title: 'The request took too long to arrive' },
  conflict: { status: 409, title: 'The request conflicts with what is there' },
  source_disabled: { status: 410, title: 'The source is disabled' },
  payload_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The body must be application/json' },
  expectation_failed: { status: 417, title: 'Expectation Failed' },
  idempotency_key_reused: { status: 422, title: 'The Idempotency-Key belongs to another request' },
  rate_limited: { status: 429, title: 'The key makes more requests than it may' },
  headers_too_large: { status: 431, title: 'The headers are too large' },
  internal_error: { status: 500, title: 'Something went wrong on our side' },
  overloaded: { status: 503, title: 'Too many requests are in progress' },
  loop_detected: { status: 508, title: 'Loop Detected' },
  unavailable: { status: 503, title: 'A part that Posthorn depends on is down' },
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
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof Problem>

export interface FieldError {
  path: string
  message: string
}

/** What domain code throws when the caller, not Posthorn, has to act. The services turn it into a `Problem`. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly code: ProblemCode
  readonly errors: FieldError[] | undefined

  constructor(code: ProblemCode, detail: string, options: { errors?: FieldError[]; cause?: unknown } = {}) {
    super(detail, { cause: options.cause })
    this.code = code
    this.errors = options.errors
  }
}

/** A store that Posthorn needs does not answer. Becomes 503 with `Retry-After`. */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError'
  readonly dependency: 'postgresql' | 'queue'

  constructor(dependency: 'postgresql' | 'queue', cause: unknown) {
    super(`${dependency} does not answer`, { cause })
    this.dependency = dependency
  }
}
