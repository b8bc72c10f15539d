import { describe, expect, it } from 'vitest'
import { DELIVERY_ERROR_CODES } from './error-code.ts'
import {
  decideOutcome,
  type Outcome,
  type OutcomeContext,
  type ResponseOrError,
  type RetryOn,
} from './outcome.ts'

const context: Omit<OutcomeContext, 'result'> = {
  retryOn: 'server-errors',
  failureCount: 1,
  scheduleSeconds: [10, 20],
  now: new Date('2026-01-01T00:00:00Z'),
  random: 0,
}
const status = (statusCode: number, retryAfter?: string): ResponseOrError => ({
  kind: 'response',
  statusCode,
  retryAfter,
})

const succeeded: Outcome = { kind: 'succeeded' }
const retry: Outcome = { kind: 'retry', delayMs: 10_000 }
const rejected: Outcome = { kind: 'failed', reason: 'rejected' }
const gone: Outcome = { kind: 'failed', reason: 'gone' }

describe('decideOutcome', () => {
  it.each<[codes: number[], serverErrors: Outcome, anyFailure: Outcome]>([
    [[200, 201, 202, 204, 226, 299], succeeded, succeeded],
    [[300, 301, 302, 303, 304, 307, 308, 399], rejected, retry],
    [[400, 401, 403, 404, 405, 409, 413, 422, 451, 499], rejected, retry],
    [[410], gone, gone],
    [[408, 425, 429], retry, retry],
    [[500, 501, 502, 503, 504, 507, 599], retry, retry],
    [[100, 101, 103, 199], retry, retry],
    [[0, 600, 999], retry, retry],
  ])('%j', (codes, serverErrors, anyFailure) => {
    for (const code of codes) {
      expect(decideOutcome({ ...context, result: status(code) }), `${code}`).toEqual(serverErrors)
      expect(decideOutcome({ ...context, retryOn: 'any-failure', result: status(code) }), `${code}`).toEqual(
        anyFailure,
      )
    }
  })

  it.each(DELIVERY_ERROR_CODES.filter((code) => code !== 'blocked_destination'))(
    'retries after %s',
    (errorCode) => {
      expect(decideOutcome({ ...context, result: { kind: 'error', errorCode } })).toEqual(retry)
    },
  )

  it.each<RetryOn>(['server-errors', 'any-failure'])(
    'never retries a blocked destination with %s',
    (retryOn) => {
      const result: ResponseOrError = { kind: 'error', errorCode: 'blocked_destination' }
      expect(decideOutcome({ ...context, retryOn, result })).toEqual({ kind: 'failed', reason: 'blocked' })
    },
  )

  it.each([
    { failureCount: 2, result: status(500), expected: { kind: 'retry', delayMs: 20_000 } },
    { failureCount: 3, result: status(500), expected: { kind: 'failed', reason: 'exhausted' } },
    { failureCount: 3, result: status(429, '5'), expected: { kind: 'failed', reason: 'exhausted' } },
    { failureCount: 3, result: status(404), expected: rejected },
    { failureCount: 3, result: status(410), expected: gone },
    { failureCount: 0, result: status(200), expected: succeeded },
    { failureCount: 3, result: status(200), expected: succeeded },
  ])(
    'after failure $failureCount: $result.statusCode gives $expected',
    ({ failureCount, result, expected }) => {
      expect(decideOutcome({ ...context, failureCount, result })).toEqual(expected)
    },
  )

  it.each([
    { result: status(503, '60'), delayMs: 60_000 },
    { result: status(429, 'Thu, 01 Jan 2026 00:01:00 GMT'), delayMs: 60_000 },
    { result: status(500, '1'), delayMs: 10_000 },
    { result: status(500, 'soon'), delayMs: 10_000 },
    { result: status(503, '999999999'), delayMs: 86_400_000 },
  ])('$result.statusCode with Retry-After $result.retryAfter waits $delayMs ms', ({ result, delayMs }) => {
    expect(decideOutcome({ ...context, result })).toEqual({ kind: 'retry', delayMs })
  })

  it('a Retry-After does not make a rejection retryable', () => {
    expect(decideOutcome({ ...context, result: status(404, '60') })).toEqual(rejected)
  })

  it('adds up to 20 % at random', () => {
    expect(decideOutcome({ ...context, random: 0.5, result: status(500) })).toEqual({
      kind: 'retry',
      delayMs: 11_000,
    })
  })

  it('rejects a failure that was not counted', () => {
    expect(() => decideOutcome({ ...context, failureCount: 0, result: status(500) })).toThrow(RangeError)
  })
})
