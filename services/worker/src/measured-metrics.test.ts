import { createMetrics } from '@posthorn/runtime'
import { expect, it } from 'vitest'
import { createMeasuredMetrics, type Measurement } from './measured-metrics.ts'

const MINUTE_MS = 60_000

function createMeasured() {
  let nowMs = 0
  const metrics = createMetrics('worker')
  const measured = createMeasuredMetrics(metrics, () => nowMs)
  return {
    setMeasurement: (measurement: Measurement) => measured.setMeasurement(measurement),
    pass: (ms: number) => {
      nowMs += ms
    },
    lines: async () => {
      const names = /^posthorn_(?:deliveries_overdue|oldest_overdue|circuits_open|relay|partition)/
      return (await metrics.text()).split('\n').filter((line) => names.test(line))
    },
  }
}

const MEASUREMENT = {
  overdue: { deliveries: 3, oldestSeconds: 60 },
  openCircuits: 2,
  relayWaiting: 4,
  lookahead: [{ table: 'events', seconds: 1000 }],
  expiredPartitions: 1,
}
const SHOWN = [
  'posthorn_deliveries_overdue 3',
  'posthorn_oldest_overdue_delivery_age_seconds 60',
  'posthorn_circuits_open 2',
  'posthorn_relay_waiting 4',
  'posthorn_partitions_expired 1',
  'posthorn_partition_lookahead_seconds{table="events"} 1000',
]

it('what was not measured yet is absent, not 0', async () => {
  const measured = createMeasured()
  expect(await measured.lines()).toEqual([])
  measured.setMeasurement(MEASUREMENT)
  expect(await measured.lines()).toEqual(SHOWN)
})

it('what could not be measured for a minute is absent, until it is measured again', async () => {
  const measured = createMeasured()
  measured.setMeasurement(MEASUREMENT)
  measured.pass(MINUTE_MS)
  expect(await measured.lines()).toEqual(SHOWN)
  measured.pass(1)
  expect(await measured.lines()).toEqual([])
  measured.setMeasurement({ ...MEASUREMENT, lookahead: [] })
  expect(await measured.lines()).toEqual(SHOWN.slice(0, 5))
})
