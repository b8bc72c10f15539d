import { expect, it } from 'vitest'
import { summarizeCounts } from './count-summary.ts'
import { latencyBinOf } from './latency-scale.ts'

const NOTHING = {
  events: 0,
  deliveries: { succeeded: 0, failed: 0, cancelled: 0 },
  attempts: { total: 0, byStatus: { '2xx': 0, '3xx': 0, '4xx': 0, '5xx': 0, none: 0 } },
  successRate: null,
  latencyMs: { p50: null, p95: null, p99: null },
}

it('without counts everything is zero, and rate and latencies are null', () => {
  expect(summarizeCounts([])).toEqual(NOTHING)
})

it('the shards of a counter are added up', () => {
  const counted = [
    { kind: 'event', bins: { 0: 3, 17: 4 } },
    { kind: 'delivery.succeeded', bins: { 1: 5, 7: 1 } },
    { kind: 'delivery.failed', bins: { 0: 2 } },
    { kind: 'delivery.cancelled', bins: { 3: 1 } },
  ]
  expect(summarizeCounts(counted)).toEqual({
    ...NOTHING,
    events: 7,
    deliveries: { succeeded: 6, failed: 2, cancelled: 1 },
  })
})

it('latencies cover all attempts, and the rate is the fraction of 2xx', () => {
  const counted = [
    { kind: 'attempt.2xx', bins: { [latencyBinOf(5)]: 88, [latencyBinOf(8)]: 1 } },
    { kind: 'attempt.4xx', bins: { [latencyBinOf(8)]: 5 } },
    { kind: 'attempt.none', bins: { [latencyBinOf(10_000)]: 6 } },
  ]
  expect(summarizeCounts(counted)).toEqual({
    ...NOTHING,
    attempts: { total: 100, byStatus: { '2xx': 89, '3xx': 0, '4xx': 5, '5xx': 0, none: 6 } },
    successRate: 0.89,
    latencyMs: { p50: 5, p95: expect.closeTo(10_000, -3), p99: expect.closeTo(10_000, -3) },
  })
})
