import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'
import { startReceiver } from '../../../harness/receiver.ts'
import type { ServiceName } from '../../../harness/service.ts'
import { waitUntil } from '../../../harness/wait-until.ts'
import { sendWebhook, stripeWebhook } from '../../../harness/webhooks.ts'
import { scrape, valueOf } from '../../../metrics/scrape.ts'

const DAY = 86_400
const UNREACHABLE = 'http://127.0.0.1:1'

describe('the metrics', () => {
  let posthorn: Posthorn
  beforeAll(async () => {
    posthorn = await startPosthorn()
  })
  afterAll(() => posthorn.stop())

  const read = async (service: ServiceName, name: string, labels: Record<string, string> = {}) =>
    valueOf(await scrape(posthorn.service(service).url), name, labels)
  /** Waits for the next measurement that is as expected. */
  const measured = (name: string, isExpected: (value: number) => boolean) =>
    waitUntil(`${name} to be as expected`, async () => {
      const value = await read('worker', name)
      return value !== undefined && isExpected(value) && { value }
    })

  it('count webhooks by outcome, and rejected ones by cause', async () => {
    const tenant = await posthorn.createTenant()
    const source = await tenant.source({ name: 'pay', provider: 'stripe', secrets: ['whsec_1'] })
    const unknown = source.ingestUrl.replace(/.{10}$/, '0000000000')
    const webhook = stripeWebhook('whsec_1', '{"id":"evt_1","type":"charge.succeeded"}')
    const forged = stripeWebhook('whsec_2', '{"id":"evt_2","type":"charge.succeeded"}')
    for (const [url, each, status] of [
      [source.ingestUrl, webhook, 202],
      [source.ingestUrl, webhook, 200],
      [source.ingestUrl, forged, 401],
      [unknown, webhook, 404],
    ] as const) {
      expect((await sendWebhook(url, each)).status).toBe(status)
    }
    const count = (outcome: string, cause: string) =>
      read('ingest', 'posthorn_ingest_requests_total', { outcome, cause })
    expect(await count('accepted', 'none')).toBe(1)
    expect(await count('duplicate', 'none')).toBe(1)
    expect(await count('rejected', 'signature_mismatch')).toBe(1)
    expect(await count('rejected', 'unknown_source')).toBe(1)
    expect(await count('rejected', 'malformed_header')).toBe(0)
  })

  it('measure the time from publishing to arrival, of first attempts and of retries, but not of attempts by hand', async () => {
    const tenant = await posthorn.createTenant()
    const receiver = await startReceiver((_request, index) => ({ status: index === 0 ? 500 : 200 }))
    await tenant.endpoint({ url: receiver.url, retrySchedule: [1] })
    for (let index = 0; index < 2; index += 1) {
      await posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
      await tenant.settled(index + 1)
    }
    const name = 'posthorn_publish_to_arrival_seconds'
    const first = () => read('worker', `${name}_count`, { attempt: 'first' })
    await waitUntil('the attempts to be counted', async () => (await first()) === 1)
    expect(await read('worker', `${name}_count`, { attempt: 'retry' })).toBe(1)
    expect(await read('worker', `${name}_sum`, { attempt: 'retry' })).toBeGreaterThan(0.9)
    await receiver.close()
  })

  it('show deliveries in flight', async () => {
    const tenant = await posthorn.createTenant()
    const hanging = Promise.withResolvers<void>()
    const receiver = await startReceiver(() => ({ status: 200, after: hanging.promise }))
    await tenant.endpoint({ url: receiver.url })
    await posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
    await receiver.waitFor(1)
    expect(await read('worker', 'posthorn_deliveries_in_flight')).toBe(1)
    expect(await read('worker', 'posthorn_deliveries_in_flight_max')).toBeGreaterThan(1)
    hanging.resolve()
    await measured('posthorn_deliveries_in_flight', (value) => value === 0)
    await receiver.close()
  })

  it('show open circuits of endpoints that are enabled', async () => {
    const tenant = await posthorn.createTenant()
    const { id } = await tenant.endpoint({ url: UNREACHABLE, retrySchedule: [] })
    const events = Array.from({ length: 10 }, () => ({ type: 'order.paid', data: {} }))
    await measured('posthorn_circuits_open', (value) => value === 0)
    await posthorn.api.post(`${tenant.path}/events/batch`, { events })
    await measured('posthorn_circuits_open', (value) => value === 1)
    await posthorn.api.patch(`${tenant.path}/endpoints/${id}`, { enabled: false })
    expect(await measured('posthorn_circuits_open', (value) => value === 0)).toEqual({ value: 0 })
  })

  it('show how long the oldest overdue delivery has been due', async () => {
    const tenant = await posthorn.createTenant()
    const { id } = await tenant.endpoint({ url: UNREACHABLE, retrySchedule: [3600] })
    await posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
    const isRecorded = () =>
      posthorn.database.query(
        "SELECT FROM deliveries WHERE endpoint_id = $1 AND next_attempt_at > now() + interval '10 minutes'",
        [id],
      )
    await waitUntil('the attempt to be recorded', async () => (await isRecorded()).length === 1)
    // Simulates a delivery that has been due for long without being taken.
    await posthorn.database.query(
      "UPDATE deliveries SET next_attempt_at = now() - interval '1 hour', remind_at = now() + interval '1 minute' WHERE endpoint_id = $1",
      [id],
    )
    const { value } = await measured(
      'posthorn_oldest_overdue_delivery_age_seconds',
      (seconds) => seconds > 60,
    )
    expect(Math.round(value / 60)).toBeGreaterThanOrEqual(60)
    expect(value).toBeLessThan(3600 + 300)
    await posthorn.api.patch(`${tenant.path}/endpoints/${id}`, { enabled: false })
  })

  it('show for each partitioned table until when it has partitions', async () => {
    const lookahead = async (table: string) =>
      read('worker', 'posthorn_partition_lookahead_seconds', { table })
    const rows = await posthorn.database.query<{ name: string }>('SELECT table_name AS name FROM partitioned')
    for (const { name } of rows) {
      await waitUntil(`${name} to be measured`, async () => ((await lookahead(name)) ?? 0) > 14 * DAY)
    }
    // The default partition has no week in its name.
    const [newest] = await posthorn.database.query<{ name: string }>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits
        WHERE inhparent = 'requests'::regclass AND inhrelid::regclass::text ~ '[0-9]{4}_[0-9]{2}_[0-9]{2}$'
        ORDER BY inhrelid::regclass::text COLLATE "C" DESC LIMIT 1`,
    )
    const before = (await lookahead('requests')) ?? 0
    await posthorn.database.query(`DROP TABLE ${newest?.name}`)
    const after = await waitUntil('the missing partition to be noticed', async () => {
      const seconds = await lookahead('requests')
      return seconds !== undefined && seconds < before - DAY && seconds
    })
    expect(Math.round((before - after) / DAY)).toBeGreaterThanOrEqual(1)
  })

  it('show the pool, the queue, and what services reach', async () => {
    for (const service of ['api', 'ingest', 'worker'] as const) {
      await waitUntil('the checks of a previous scrape to end', async () => {
        const up = (dependency: string) => read(service, 'posthorn_dependency_up', { dependency })
        return (await up('postgresql')) === 1 && (await up('queue')) === 1
      })
      expect(await read(service, 'posthorn_database_pool_max_connections')).toBeGreaterThan(1)
      expect(await read(service, 'posthorn_database_pool_waiting')).toBe(0)
      expect(await read(service, 'posthorn_queue_reminders_total', { outcome: 'failed' })).toBe(0)
      expect(await read(service, 'posthorn_build_info', { service })).toBe(1)
    }
    expect(await read('api', 'posthorn_queue_reminders_total', { outcome: 'added' })).toBeGreaterThan(0)
    expect(await read('api', 'posthorn_batch_size_count', { batch: 'events' })).toBeGreaterThan(0)
    expect(await read('worker', 'posthorn_batch_size_count', { batch: 'attempts' })).toBeGreaterThan(0)
  })
})
