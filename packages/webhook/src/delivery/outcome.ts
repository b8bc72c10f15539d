import type { DeliveryErrorCode } from './error-code.ts'
import { parseRetryAfter } from './retry-after.ts'
import { retryDelayMs } from './retry-schedule.ts'

/** Result of the request of an attempt: a response, with its `Retry-After` as received, or the error in its place. */
export type ResponseOrError =
  | { kind: 'response'; statusCode: number; retryAfter?: string | undefined }
  | { kind: 'error'; errorCode: DeliveryErrorCode }

/** Which failures of an endpoint are retried. */
export type RetryOn = 'server-errors' | 'any-failure'

/**
 * Outcome of an attempt for its delivery. Reasons of a final failure: `rejected`, a retry would get the same response;
 * `exhausted`, the schedule is used up; `gone`, 410, which also disables the endpoint; `blocked`, the destination is not
 * allowed.
 */
export type Outcome =
  | { kind: 'succeeded' }
  | { kind: 'retry'; delayMs: number }
  | { kind: 'failed'; reason: 'rejected' | 'exhausted' | 'gone' | 'blocked' }

/** Input of `decideOutcome`. */
export type OutcomeContext = {
  result: ResponseOrError
  retryOn: RetryOn
  /** Failures that used the schedule, including this one if it is a failure: 1 for the first. */
  failureCount: number
  /** Seconds to wait after each failure. */
  scheduleSeconds: readonly number[]
  /** When the response arrived: a `Retry-After` date is relative to it. */
  now: Date
  /** At least 0, below 1. */
  random: number
}

/** Client errors that are temporary (RFC 9110, RFC 8470, RFC 6585). */
const TRANSIENT_CLIENT_ERRORS: readonly number[] = [408, 425, 429]

/**
 * Decides the outcome of an attempt (docs/delivery.md): 2xx succeeds; 410 and a blocked destination are final; 3xx and 4xx
 * except 408, 425 and 429 are final unless `retryOn` is `any-failure`; everything else (5xx, network errors, codes outside
 * HTTP's classes) is retried until the schedule is used up.
 *
 * @throws {RangeError} for a failure with a failureCount below 1.
 */
export function decideOutcome(context: OutcomeContext): Outcome {
  const kind = classify(context.result, context.retryOn)
  if (kind === 'succeeded') return { kind: 'succeeded' }
  if (kind !== 'retryable') return { kind: 'failed', reason: kind }

  const { result, failureCount, scheduleSeconds, now, random } = context
  const retryAfterMs = result.kind === 'response' ? parseRetryAfter(result.retryAfter, now) : undefined
  const delayMs = retryDelayMs({ failureCount, scheduleSeconds, retryAfterMs, random })
  return delayMs === undefined ? { kind: 'failed', reason: 'exhausted' } : { kind: 'retry', delayMs }
}

function classify(
  result: ResponseOrError,
  retryOn: RetryOn,
): 'succeeded' | 'retryable' | 'rejected' | 'gone' | 'blocked' {
  if (result.kind === 'error') return result.errorCode === 'blocked_destination' ? 'blocked' : 'retryable'

  const { statusCode } = result
  if (statusCode >= 200 && statusCode <= 299) return 'succeeded'
  if (statusCode === 410) return 'gone'
  if (retryOn === 'any-failure' || TRANSIENT_CLIENT_ERRORS.includes(statusCode)) return 'retryable'
  return statusCode >= 300 && statusCode <= 499 ? 'rejected' : 'retryable'
}
