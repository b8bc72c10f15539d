import {
  ConflictError,
  type ErrorDetails,
  ForbiddenError,
  InvalidRequestError,
  NotFoundError,
  PosthornError,
  RateLimitedError,
  ServerError,
  UnauthorizedError,
} from '../errors.ts'
import type { Schemas } from '../operation-types.ts'
import { retryAfterSeconds } from './retry-after.ts'

const SHOWN_CHARS = 200

/** The error for a reply that is no success. */
export function errorOfReply(response: Response, text: string, now: Date): PosthornError {
  const problem = problemIn(text)
  const details: ErrorDetails = {
    code: problem?.code ?? 'invalid_reply',
    status: response.status,
    requestId: problem?.requestId ?? response.headers.get('x-request-id') ?? undefined,
    fields: problem?.errors,
    rejectionCause: problem?.cause,
    retryAfterSeconds: retryAfterSeconds(response.headers.get('retry-after'), now),
  }
  const message =
    problem?.detail ?? `The reply has status ${response.status} and is not one of Posthorn: ${shown(text)}`
  return new (classOf(response.status))(message, details)
}

function classOf(status: number): typeof PosthornError {
  switch (status) {
    case 400:
    case 413:
    case 415:
    case 422:
      return InvalidRequestError
    case 401:
      return UnauthorizedError
    case 403:
      return ForbiddenError
    case 404:
      return NotFoundError
    case 409:
      return ConflictError
    case 429:
      return RateLimitedError
    default:
      return status >= 500 ? ServerError : PosthornError
  }
}

function problemIn(text: string): Schemas['Problem'] | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isProblem(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isProblem(value: unknown): value is Schemas['Problem'] {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    typeof value.code === 'string' &&
    'detail' in value &&
    typeof value.detail === 'string'
  )
}

function shown(text: string): string {
  return text === '' ? '(no body)' : text.slice(0, SHOWN_CHARS)
}
