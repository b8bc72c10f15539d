import { describe, expect, it } from 'vitest'
import {
  type AttemptTally,
  decideDisabling,
  type EndpointHealth,
  healthAfter,
  UNTRIED,
} from './endpoint-health.ts'

const START = new Date('2026-11-21T12:00:00.000Z')
const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const at = (ms: number) => new Date(START.getTime() + ms)

const tally = (successes: number, failures: number, more: Partial<AttemptTally> = {}): AttemptTally => ({
  attempts: successes + failures,
  failures,
  exhausted: 0,
  probeFailed: false,
  ...more,
})

function afterAll(steps: [number, AttemptTally][], health: EndpointHealth = UNTRIED): EndpointHealth {
  return steps.reduce((before, [ms, each]) => healthAfter(before, each, at(ms)), health)
}

describe('the circuit', () => {
  it.each<[string, [number, AttemptTally][], boolean]>([
    ['stays closed at 9 failures', [[0, tally(0, 9)]], false],
    ['opens at 10 attempts that all failed', [[0, tally(0, 10)]], true],
    [
      'is not opened by a success, even the tenth attempt',
      [
        [0, tally(0, 9)],
        [SECOND, tally(1, 0)],
      ],
      false,
    ],
    ['opens at 7 failures of 10', [[0, tally(3, 7)]], true],
    ['stays closed at 6 failures of 10', [[0, tally(4, 6)]], false],
    ['stays closed at 69 failures of 100', [[0, tally(31, 69)]], false],
    [
      'counts attempts in several buckets of five minutes',
      [
        [0, tally(0, 4)],
        [MINUTE, tally(0, 3)],
        [4 * MINUTE, tally(0, 3)],
      ],
      true,
    ],
    [
      'ignores attempts older than five minutes',
      [
        [0, tally(0, 9)],
        [5 * MINUTE + 30 * SECOND, tally(0, 9)],
      ],
      false,
    ],
    [
      'is not kept closed by old successes',
      [
        [0, tally(100, 0)],
        [6 * MINUTE, tally(0, 10)],
      ],
      true,
    ],
  ])('%s', (_name, steps, isOpen) => {
    expect(afterAll(steps).circuitOpenedAt !== null).toBe(isOpen)
  })

  const opened = afterAll([[0, tally(2, 8)]])

  it('has the reason why it is open, and probes after 30 s', () => {
    expect(opened).toMatchObject({
      circuitOpenedAt: at(0),
      circuitReason: '8 of 10 attempts failed within 5 minutes',
      probeAt: at(30 * SECOND),
    })
  })

  it('doubles the pause with each failed probe, up to ten minutes', () => {
    const pauses: number[] = []
    let health = opened
    for (let probe = 0; probe < 7; probe += 1) {
      const now = health.probeAt ?? START
      health = healthAfter(health, tally(0, 1, { probeFailed: true }), now)
      pauses.push(((health.probeAt?.getTime() ?? 0) - now.getTime()) / SECOND)
    }
    expect(pauses).toEqual([60, 120, 240, 480, 600, 600, 600])
  })

  it('does not count late failures of earlier attempts as failed probes', () => {
    expect(healthAfter(opened, tally(0, 5), at(5 * SECOND)).probeAt).toEqual(opened.probeAt)
  })

  it('closes on a success, and resets its counts', () => {
    const closed = healthAfter(opened, tally(1, 0), at(MINUTE))
    expect(closed).toEqual({ ...UNTRIED, lastSuccessAt: at(MINUTE) })
    expect(healthAfter(closed, tally(0, 1), at(2 * MINUTE)).circuitOpenedAt).toBeNull()
  })
})

describe('an endpoint that does not recover', () => {
  const failing = (hours: number, failures: number, exhausted: number) => ({
    health: afterAll([
      [0, tally(1, 0)],
      [SECOND, tally(0, failures, { exhausted })],
    ]),
    now: at(SECOND + hours * HOUR),
  })
  it.each<[string, ReturnType<typeof failing>, number | null, ReturnType<typeof decideDisabling>]>([
    ['is unchanged for 96 hours', failing(95.9, 20, 1), null, 'nothing'],
    ['has its tenant notified after 96 hours', failing(96, 20, 1), null, 'warn'],
    ['has its tenant notified once', failing(110, 20, 1), 96, 'nothing'],
    ['is disabled after 120 hours', failing(120, 20, 1), 96, 'disable'],
    ['is not disabled within 24 hours of the notification', failing(130, 20, 1), 110, 'nothing'],
    ['is disabled 24 hours after the notification', failing(134, 20, 1), 110, 'disable'],
    ['is unchanged with 19 failed attempts', failing(500, 19, 1), null, 'nothing'],
    ['is unchanged without an exhausted delivery', failing(500, 200, 0), null, 'nothing'],
  ])('%s', (_name, { health, now }, warnedAfterHours, expected) => {
    const warnedAt = warnedAfterHours === null ? null : at(SECOND + warnedAfterHours * HOUR)
    expect(decideDisabling(health, { warnedAt, now })).toBe(expected)
  })

  it('is reset by one success', () => {
    const health = healthAfter(failing(0, 50, 5).health, tally(1, 1), at(HOUR))
    expect(health).toMatchObject({ failingSince: null, failedAttempts: 0, exhaustedDeliveries: 0 })
  })
})
