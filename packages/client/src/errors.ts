import type { Schemas } from './operation-types.ts'

/** Why a call failed: a code of the API (docs/errors.md), or one of the client's own. */
export type ErrorCode =
  | Schemas['ProblemCode']
  /** The API could not be reached, or the connection broke. */
  | 'connection_failed'
  /** The API did not reply in `timeoutMs`, or a stream was silent for `idleTimeoutMs`. */
  | 'timeout'
  /** The URL redirects: another one has to be configured. */
  | 'redirected'
  /** The reply is not one of Posthorn: of a proxy, or of another program. */
  | 'invalid_reply'

/** Details of a {@link PosthornError}. */
export interface ErrorDetails {
  code: ErrorCode
  status?: number | undefined
  requestId?: string | undefined
  fields?: readonly Schemas['FieldProblem'][] | undefined
  rejectionCause?: Schemas['RequestCause'] | undefined
  retryAfterSeconds?: number | undefined
  cause?: unknown
}

/** A call that failed. Decide by `code` or by class; `message` is for people. */
export class PosthornError extends Error {
  override readonly name: string = 'PosthornError'
  readonly code: ErrorCode
  /** Status of the reply; undefined without one. */
  readonly status: number | undefined
  /** `X-Request-Id` of the reply, which the log of the API has too. */
  readonly requestId: string | undefined
  /** Of bad input: the path of each wrong field, and what is wrong. */
  readonly fields: readonly Schemas['FieldProblem'][]
  /** Of `request_rejected`: why an inbound request is rejected. */
  readonly rejectionCause: Schemas['RequestCause'] | undefined
  /** `Retry-After` of the reply. */
  readonly retryAfterSeconds: number | undefined

  constructor(message: string, details: ErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = details.code
    this.status = details.status
    this.requestId = details.requestId
    this.fields = details.fields ?? []
    this.rejectionCause = details.rejectionCause
    this.retryAfterSeconds = details.retryAfterSeconds
  }
}

/** The request is not valid: 400, 413, 415 or 422. `fields` names what to change. */
export class InvalidRequestError extends PosthornError {
  override readonly name = 'InvalidRequestError'
}

/** The key is missing, unknown or expired: 401. */
export class UnauthorizedError extends PosthornError {
  override readonly name = 'UnauthorizedError'
}

/** The role of the key does not allow the call: 403. */
export class ForbiddenError extends PosthornError {
  override readonly name = 'ForbiddenError'
}

/** The object does not exist, or belongs to another tenant: 404. */
export class NotFoundError extends PosthornError {
  override readonly name = 'NotFoundError'
}

/** The state of the object does not allow the call: 409. */
export class ConflictError extends PosthornError {
  override readonly name = 'ConflictError'
}

/** Too many requests, also after all retries: 429. */
export class RateLimitedError extends PosthornError {
  override readonly name = 'RateLimitedError'
}

/** The API failed, or something that it depends on: 5xx. */
export class ServerError extends PosthornError {
  override readonly name = 'ServerError'
}

/** No reply arrived, so the outcome is unknown. Repeat the call with the same `idempotencyKey`. */
export class ConnectionError extends PosthornError {
  override readonly name = 'ConnectionError'
}
