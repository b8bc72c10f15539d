import { expect, it } from 'vitest'
import { explainPending, type PendingDeliveries } from './explain-pending.ts'

const NOW = new Date('2026-11-28T00:00:00Z')
const LATER = new Date('2026-11-28T00:01:00Z')
const NONE: PendingDeliveries = {
  now: NOW,
  inFlight: 0,
  scheduled: 0,
  scheduledAt: null,
  waiting: 0,
  due: 0,
  overdue: 0,
  endpoint: {
    isEnabled: true,
    isRelay: false,
    maxInFlight: 20,
    inFlight: 0,
    nextAllowedAt: null,
    circuitOpenedAt: null,
    probeAt: null,
    wakeAt: LATER,
  },
}
const WORKING = { isWorkerConnected: true, queueJobsWaiting: 3 }

it('explains nothing when nothing is pending', () => {
  expect(explainPending(NONE, WORKING)).toEqual([])
})

it('separates what is in flight, scheduled, waiting for the endpoint, and due', () => {
  const pending = { ...NONE, inFlight: 1, scheduled: 2, scheduledAt: LATER, waiting: 3, due: 4, overdue: 5 }
  expect(explainPending(pending, WORKING)).toEqual([
    { reason: 'in_flight', deliveries: 1, nextAt: null },
    { reason: 'scheduled', deliveries: 2, nextAt: LATER },
    { reason: 'waking', deliveries: 3, nextAt: LATER },
    { reason: 'queued', deliveries: 9, nextAt: null },
  ])
})

const OPEN = { circuitOpenedAt: NOW, probeAt: LATER }
it.each([
  [{ isEnabled: false, ...OPEN }, 'disabled', null],
  [{ isRelay: true, nextAllowedAt: LATER }, 'no_listener', null],
  [{ ...OPEN, inFlight: 20 }, 'circuit_open', LATER],
  [{ inFlight: 20, nextAllowedAt: LATER }, 'in_flight_limit', null],
  [{ nextAllowedAt: LATER }, 'rate_limit', LATER],
  [{ nextAllowedAt: NOW }, 'waking', LATER],
])('an endpoint with %j holds deliveries for the reason %s', (state, reason, nextAt) => {
  const pending = { ...NONE, waiting: 7, endpoint: { ...NONE.endpoint, ...state } }
  expect(explainPending(pending, WORKING)).toEqual([{ reason, deliveries: 7, nextAt }])
})

it.each([
  [{ isWorkerConnected: false, queueJobsWaiting: 0 }, [['no_worker', 3]]],
  [
    { isWorkerConnected: true, queueJobsWaiting: undefined },
    [
      ['queued', 1],
      ['queue_unavailable', 2],
    ],
  ],
  [
    { isWorkerConnected: true, queueJobsWaiting: 0 },
    [
      ['queued', 1],
      ['job_missing', 2],
    ],
  ],
])('with %j, due and overdue deliveries are %j', (facts, expected) => {
  const found = explainPending({ ...NONE, due: 1, overdue: 2 }, facts)
  expect(found.map(({ reason, deliveries }) => [reason, deliveries])).toEqual(expected)
})
