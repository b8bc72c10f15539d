import { describe, expect, it } from 'vitest'
import { ConnectionError, PosthornError } from '../errors.ts'
import { retryDelayMs } from './retry-delay.ts'

const withStatus = (status: number, retryAfterSeconds?: number) =>
  new PosthornError('', { code: 'unavailable', status, retryAfterSeconds })
const withoutReply = new ConnectionError('', { code: 'timeout' })

describe('retryDelayMs', () => {
  it.each([
    { tries: 1, random: 0, delayMs: 125 },
    { tries: 1, random: 1, delayMs: 250 },
    { tries: 2, random: 1, delayMs: 500 },
    { tries: 5, random: 1, delayMs: 4_000 },
    { tries: 50, random: 1, delayMs: 8_000 },
  ])('doubles, with half of it at random: $delayMs ms after $tries tries', ({ delayMs, ...context }) => {
    expect(retryDelayMs(withoutReply, context)).toBe(delayMs)
    expect(retryDelayMs(withStatus(503), context)).toBe(delayMs)
  })

  it('waits at least for Retry-After, and not for the same time in each client', () => {
    expect(retryDelayMs(withStatus(429, 3), { tries: 1, random: 0 })).toBe(3_125)
    expect(retryDelayMs(withStatus(429, 3), { tries: 1, random: 1 })).toBe(3_250)
  })

  it('leaves waiting for more than a minute to the caller', () => {
    expect(retryDelayMs(withStatus(503, 60), { tries: 1, random: 0 })).toBe(60_125)
    expect(retryDelayMs(withStatus(503, 61), { tries: 1, random: 0 })).toBeUndefined()
  })

  it.each([400, 401, 403, 404, 409, 410, 413, 422, 500, 501])('does not repeat after %d', (status) => {
    expect(retryDelayMs(withStatus(status), { tries: 1, random: 0 })).toBeUndefined()
  })
})
