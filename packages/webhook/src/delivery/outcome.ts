import type { DeliveryErrorCode } from './error-code.ts'
import { parseRetryAfter } from './retry-after.ts'
import { retryDelayMs } from './retry-schedule.ts'

/** What came back from one attempt: a reply (with its `Retry-After`, as sent), or the reason why there is none. */
export type AttemptReply =
  | { kind: 'response'; statusCode: number; retryAfter?: string | undefined }
  | { kind: 'error'; errorCode: DeliveryErrorCode }

/** Which failures an endpoint wants retried: those a server can recover from, or any. */
export type RetryOn = 'server-errors' | 'any-failure'

/**
 * What follows from an attempt for its delivery. The reasons of a final failure: `rejected`, the reply will not
 * change; `exhausted`, the schedule is used up; `gone`, 410, the endpoint is to be disabled at once; `blocked`,
 * the destination is not allowed.
 */
export type Outcome =
  | { kind: 'succeeded' }
  | { kind: 'retry'; delayMs: number }
  | { kind: 'failed'; reason: 'rejected' | 'exhausted' | 'gone' | 'blocked' }

/** What is known when the outcome of an attempt is decided. */
export type OutcomeContext = {
  reply: AttemptReply
  retryOn: RetryOn
  /** Failures so far that used the schedule, this one included if it is a failure: 1 for the first. */
  failureCount: number
  /** Seconds to wait after each failure. */
  scheduleSeconds: readonly number[]
  /** When the reply came: a `Retry-After` date counts from here. */
  now: Date
  /** At least 0, below 1. */
  random: number
}

/** Client errors that speak of the moment and not of the request (RFC 9110, RFC 8470, RFC 6585). */
const TRANSIENT_CLIENT_ERRORS: readonly number[] = [408, 425, 429]

/**
 * Decides what becomes of a delivery after an attempt (contract, "What an endpoint receives"): 2xx succeeds; 410
 * and a blocked destination end it whatever `retryOn` says; 3xx and 4xx end it except 408, 425 and 429, unless
 * `retryOn` is `any-failure`; everything else, 5xx, network errors and codes outside of HTTP's classes, is tried
 * again as long as the schedule lasts.
 *
 * @throws {RangeError} for a failure with a failureCount below 1.
 */
export function decideOutcome(context: OutcomeContext): Outcome {
  const judgement = judge(context.reply, context.retryOn)
  if (judgement === 'succeeded') return { kind: 'succeeded' }
  if (judgement !== 'retryable') return { kind: 'failed', reason: judgement }

  const { reply, failureCount, scheduleSeconds, now, random } = context
  const retryAfterMs = reply.kind === 'response' ? parseRetryAfter(reply.retryAfter, now) : undefined
  const delayMs = retryDelayMs({ failureCount, scheduleSeconds, retryAfterMs, random })
  return delayMs === undefined ? { kind: 'failed', reason: 'exhausted' } : { kind: 'retry', delayMs }
}

function judge(
  reply: AttemptReply,
  retryOn: RetryOn,
): 'succeeded' | 'retryable' | 'rejected' | 'gone' | 'blocked' {
  if (reply.kind === 'error') return reply.errorCode === 'blocked_destination' ? 'blocked' : 'retryable'

  const { statusCode } = reply
  if (statusCode >= 200 && statusCode <= 299) return 'succeeded'
  if (statusCode === 410) return 'gone'
  if (retryOn === 'any-failure' || TRANSIENT_CLIENT_ERRORS.includes(statusCode)) return 'retryable'
  return statusCode >= 300 && statusCode <= 499 ? 'rejected' : 'retryable'
}
