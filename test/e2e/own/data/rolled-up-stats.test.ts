import type { EndpointStats, StatsSeries } from '@posthorn/contracts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

let posthorn: Posthorn
beforeAll(async () => {
  posthorn = await startPosthorn({ services: ['api'] })
})
afterAll(() => posthorn.stop())

/** Counts for each minute of a period: an event in two shards, an attempt in each of three latencies. */
const countMinutes = (tenant: Tenant, fromHoursAgo: number, toHoursAgo: number) =>
  posthorn.database.query(
    `INSERT INTO counts
     SELECT $1, endpoint_id, 60, at, kind, slot, count
     FROM generate_series(date_bin('1 hour', now(), 'epoch') - make_interval(hours => $2),
         date_bin('1 hour', now(), 'epoch') - make_interval(hours => $3) - interval '1 minute', '1 minute') AS at,
       (VALUES ('', 'event', 3, 1), ('', 'event', 9, 2), ('ep_1', 'attempt.2xx', 10, 1), ('ep_1', 'attempt.2xx', 20, 2),
         ('ep_1', 'attempt.5xx', 20, 4)) AS k (endpoint_id, kind, slot, count)`,
    [tenant.id, fromHoursAgo, toHoursAgo],
  )

const rowsOf = ({ id }: Tenant) =>
  posthorn.database.query<{ seconds: number; at: Date; kind: string; slot: number; count: number }>(
    `SELECT seconds, at, kind, slot, count::int FROM counts WHERE tenant_id = $1 ORDER BY seconds, at, kind, slot`,
    [id],
  )

/** Waits until no counts are left to roll up or delete, by the clock of the database. */
const rolledUp = () =>
  waitUntil('old counts to be rolled up', async () => {
    const [row] = await posthorn.database.query<{ old: number }>(
      `SELECT count(*)::int AS old FROM counts
       WHERE seconds = 60 AND at < date_bin('1 hour', now() - interval '25 h', 'epoch')
         OR seconds = 60 AND NOT folded AND at < date_bin('1 hour', now() - interval '1 minute', 'epoch')
         OR seconds = 3600 AND at < date_bin('1 day', now() - interval '33 d', 'epoch')`,
    )
    return row?.old === 0
  })

const eventsOf = async ({ path }: Tenant, days: number) => {
  const from = new Date(Date.now() - days * DAY_MS).toISOString()
  const { body } = await posthorn.api.get<StatsSeries>(`${path}/stats?bucket=day&from=${from}`)
  return body.data.reduce((sum, { events }) => sum + (events ?? 0), 0)
}

it('minutes are rolled up into hours, each count into one, by two workers at once, and stay for a day', async () => {
  const tenant = await posthorn.createTenant()
  await countMinutes(tenant, 48, 24)
  await Promise.all([posthorn.start('worker'), posthorn.start('worker')])
  await rolledUp()
  await posthorn.stopAll('worker')

  const rows = await rowsOf(tenant)
  const hours = rows.filter(({ seconds }) => seconds === 3600)
  const [first] = hours
  expect(hours.slice(0, 4)).toEqual([
    { seconds: 3600, at: first?.at, kind: 'attempt.2xx', slot: 10, count: 60 },
    { seconds: 3600, at: first?.at, kind: 'attempt.2xx', slot: 20, count: 120 },
    { seconds: 3600, at: first?.at, kind: 'attempt.5xx', slot: 20, count: 240 },
    { seconds: 3600, at: first?.at, kind: 'event', slot: 0, count: 180 },
  ])
  expect((first?.at.getTime() ?? Number.NaN) % HOUR_MS).toBe(0)
  expect(hours).toHaveLength(24 * 4)
  // Those of the 25th hour still exist by the minute, unless the hour changed meanwhile, with the events in one
  // shard.
  const minutes = rows.filter(({ seconds }) => seconds === 60)
  expect([60 * 4, 0]).toContain(minutes.length)
  expect(new Set(hours.map(({ kind, count }) => `${kind} ${count}`)).size).toBe(4)
  expect(await eventsOf(tenant, 3)).toBe(24 * 60 * 3)
})

it('during a rollup and kills of workers, every reply contains all counts', async () => {
  const tenant = await posthorn.createTenant()
  const hours = 24 * 9
  await countMinutes(tenant, 26 + hours, 26)
  const total = hours * 60 * 3
  const workers = await Promise.all([posthorn.start('worker'), posthorn.start('worker')])
  await waitUntil('the first to be rolled up', async () => {
    return (await rowsOf(tenant)).some(({ seconds }) => seconds === 3600)
  })
  await Promise.all(workers.map((worker) => worker.stop('SIGKILL')))
  expect(await eventsOf(tenant, 12)).toBe(total)
  await posthorn.start('worker')
  const over = new AbortController()
  const rollup = rolledUp().finally(() => over.abort())
  while (!over.signal.aborted) expect(await eventsOf(tenant, 12)).toBe(total)
  await rollup
  expect(await eventsOf(tenant, 12)).toBe(total)
  await posthorn.stopAll('worker')
})

it('of the last day are the same by the minute, by the hour and in a window that cuts hours, rolled up or not', async () => {
  const tenant = await posthorn.createTenant()
  const { id } = await tenant.endpoint({ url: 'https://example.com' })
  await countMinutes(tenant, 23, 0)
  await posthorn.database.query(
    "UPDATE counts SET endpoint_id = $2 WHERE tenant_id = $1 AND endpoint_id = 'ep_1'",
    [tenant.id, id],
  )
  const [{ hour } = { hour: new Date() }] = await posthorn.database.query<{ hour: Date }>(
    "SELECT date_bin('1 hour', now(), 'epoch') AS hour",
  )
  const at = (hours: number, minutes = 0) =>
    new Date(hour.getTime() - hours * HOUR_MS + minutes * 60_000).toISOString()
  const window = (from: string, to: string) => `from=${from}&to=${to}`
  const attemptsOf = async (from: string, to: string) => {
    const { body } = await posthorn.api.get<EndpointStats>(
      `${tenant.path}/endpoints/${id}/stats?${window(from, to)}`,
    )
    return body.attempts.total
  }
  const seriesOf = async (bucket: string, from: string, to: string) => {
    const { body } = await posthorn.api.get<StatsSeries>(
      `${tenant.path}/stats?bucket=${bucket}&${window(from, to)}`,
    )
    return body.data.map(({ events, attempts }) => [events, attempts.total])
  }
  const each = (count: number, bucket: number[]) => Array.from({ length: count }, () => bucket)
  async function expectAllCounts(): Promise<void> {
    expect(await seriesOf('hour', at(20), at(0))).toEqual(each(20, [180, 420]))
    expect(await seriesOf('minute', at(20), at(0))).toEqual(each(20 * 60, [3, 7]))
    expect(await attemptsOf(at(20, 10), at(3, 15))).toBe((17 * 60 + 5) * 7)
    expect(await attemptsOf(at(20, 10), at(20, 15))).toBe(5 * 7)
    expect(await attemptsOf(at(20, 50), at(19, 10))).toBe(20 * 7)
    expect(await attemptsOf(at(20), at(19))).toBe(60 * 7)
  }

  await expectAllCounts()
  const worker = await posthorn.start('worker')
  const over = new AbortController()
  const rollup = rolledUp().finally(() => over.abort())
  while (!over.signal.aborted) await expectAllCounts()
  await rollup
  await expectAllCounts()

  // A late count for a rolled-up hour appears at once, and only once after it was added to the hour.
  const hourOf = async () => (await seriesOf('hour', at(20), at(19)))[0]
  await posthorn.database.query("INSERT INTO counts VALUES ($1, '', 60, $2, 'event', 5, 1000)", [
    tenant.id,
    at(20, 30),
  ])
  expect(await hourOf()).toEqual([1180, 420])
  await rolledUp()
  expect(await hourOf()).toEqual([1180, 420])
  expect((await seriesOf('minute', at(20, 30), at(20, 31)))[0]).toEqual([1003, 7])
  await worker.stop()
})

it('hours of more than 32 days ago are rolled up into days, and days stay', async () => {
  const tenant = await posthorn.createTenant()
  const day = Math.floor((Date.now() - 40 * DAY_MS) / DAY_MS) * DAY_MS
  for (const [seconds, at, count] of [
    [3600, day, 1],
    [3600, day + 23 * HOUR_MS, 20],
    [3600, day + 24 * HOUR_MS, 300],
    [3600, Date.now() - 31 * DAY_MS, 4000],
    [86_400, day, 50_000],
    [86_400, day - 1000 * DAY_MS, 600_000],
  ] as const) {
    await posthorn.database.query("INSERT INTO counts VALUES ($1, '', $2, $3, 'event', 5, $4)", [
      tenant.id,
      seconds,
      new Date(Math.floor(at / HOUR_MS) * HOUR_MS),
      count,
    ])
  }
  await posthorn.start('worker')
  await rolledUp()
  const days = (await rowsOf(tenant)).filter(({ seconds }) => seconds === 86_400)
  expect(days.map(({ at, slot, count }) => [at.getTime(), slot, count])).toEqual([
    [day - 1000 * DAY_MS, 5, 600_000],
    [day, 0, 21],
    [day, 5, 50_000],
    [day + DAY_MS, 0, 300],
  ])
  expect(await eventsOf(tenant, 1100)).toBe(654_321)
})
