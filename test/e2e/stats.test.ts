import type {
  CreatedKey,
  Delivery,
  EndpointStats,
  EventSummary,
  Page,
  StatsSeries,
} from '@posthorn/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expireLeases } from '../harness/database/expire-leases.ts'
import { problem, reply, TIME } from '../harness/expected.ts'
import { type Posthorn, startPosthorn, type Tenant } from '../harness/posthorn.ts'
import { startReceiver } from '../harness/receiver.ts'
import { waitUntil } from '../harness/wait-until.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

const NO_ATTEMPTS = { total: 0, byStatus: { '2xx': 0, '3xx': 0, '4xx': 0, '5xx': 0, none: 0 } }
const NO_LATENCY = { p50: null, p95: null, p99: null }
const NONE_FINISHED = { succeeded: 0, failed: 0, cancelled: 0 }
const NOTHING = {
  deliveries: NONE_FINISHED,
  attempts: NO_ATTEMPTS,
  successRate: null,
  latencyMs: NO_LATENCY,
}
/** Any latency that can occur in these tests. */
const SOME = expect.toSatisfy((ms: unknown) => typeof ms === 'number' && ms >= 1 && ms < 30_000)
const SOME_LATENCY = { p50: SOME, p95: SOME, p99: SOME }

const floorTo = (ms: number, at: Date) => new Date(Math.floor(at.getTime() / ms) * ms)
const ago = (ms: number) => new Date(Date.now() - ms)

describe('statistics', () => {
  let posthorn: Posthorn
  beforeAll(async () => {
    posthorn = await startPosthorn({ services: ['api', 'worker'] })
    await posthorn.start('worker')
  })
  afterAll(() => posthorn.stop())

  const publish = (tenant: Tenant) =>
    posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
  const statsOf = ({ path }: Tenant, id: string, query = '') =>
    posthorn.api.get<EndpointStats>(`${path}/endpoints/${id}/stats${query}`)
  const seriesOf = ({ path }: Tenant, query = '') => posthorn.api.get<StatsSeries>(`${path}/stats${query}`)
  const deliveriesOf = async ({ path }: Tenant, query = '') =>
    (await posthorn.api.get<Page<Delivery>>(`${path}/deliveries?${query}`)).body.data

  /** Adds counts as if something had happened at that time. */
  const counted = (
    tenant: Tenant,
    row: { endpointId?: string; at: Date; kind: string; slot?: number; count: number; seconds?: number },
  ) =>
    posthorn.database.query('INSERT INTO counts VALUES ($1, $2, $3, $4, $5, $6, $7)', [
      tenant.id,
      row.endpointId ?? '',
      row.seconds ?? 60,
      row.at,
      row.kind,
      row.slot ?? 0,
      row.count,
    ])

  /** The sum of a series of a tenant, as one bucket. */
  const totalOf = ({ data }: StatsSeries) => ({
    events: data.reduce((sum, { events }) => sum + (events ?? 0), 0),
    succeeded: data.reduce((sum, { deliveries }) => sum + deliveries.succeeded, 0),
    failed: data.reduce((sum, { deliveries }) => sum + deliveries.failed, 0),
    cancelled: data.reduce((sum, { deliveries }) => sum + deliveries.cancelled, 0),
    attempts: data.reduce((sum, { attempts }) => sum + attempts.total, 0),
  })

  describe('count what happened', () => {
    it('by result and by status, for each endpoint and for the tenant', async () => {
      const [good, broken, gone, silent] = await Promise.all([
        startReceiver(),
        startReceiver((_request, index) => ({ status: index % 2 === 0 ? 503 : 302 })),
        startReceiver(() => ({ status: 404 })),
        startReceiver(),
      ])
      await silent.close()
      const tenant = await posthorn.createTenant()
      const [first, second, third, fourth] = [
        await tenant.endpoint({ url: good.url }),
        await tenant.endpoint({ url: broken.url, retrySchedule: [0], retryOn: 'any-failure' }),
        await tenant.endpoint({ url: gone.url }),
        await tenant.endpoint({ url: silent.url, retrySchedule: [0] }),
      ].map(({ id }) => id)
      await Promise.all(Array.from({ length: 6 }, () => publish(tenant)))
      await tenant.settled(24)

      const endpoint = (part: object) => reply(200, { from: TIME, to: TIME, ...part })
      const attempts = (byStatus: object, total: number) => ({
        total,
        byStatus: { ...NO_ATTEMPTS.byStatus, ...byStatus },
      })
      expect(await statsOf(tenant, first ?? '')).toEqual(
        endpoint({
          deliveries: { ...NONE_FINISHED, succeeded: 6, pending: 0 },
          attempts: attempts({ '2xx': 6 }, 6),
          successRate: 1,
          latencyMs: SOME_LATENCY,
        }),
      )
      expect(await statsOf(tenant, second ?? '')).toEqual(
        endpoint({
          deliveries: { ...NONE_FINISHED, failed: 6, pending: 0 },
          attempts: attempts({ '5xx': 6, '3xx': 6 }, 12),
          successRate: 0,
          latencyMs: SOME_LATENCY,
        }),
      )
      expect(await statsOf(tenant, third ?? '')).toEqual(
        endpoint({
          deliveries: { ...NONE_FINISHED, failed: 6, pending: 0 },
          attempts: attempts({ '4xx': 6 }, 6),
          successRate: 0,
          latencyMs: SOME_LATENCY,
        }),
      )
      expect(await statsOf(tenant, fourth ?? '')).toEqual(
        endpoint({
          deliveries: { ...NONE_FINISHED, failed: 6, pending: 0 },
          attempts: attempts({ none: 12 }, 12),
          successRate: 0,
          latencyMs: SOME_LATENCY,
        }),
      )
      // Posthorn notifies the tenant of failures: those events are listed, and not counted here.
      await posthorn.api.post(`${tenant.path}/endpoints/${first}/test`, {})
      const listed = async (query: string) => {
        const { body } = await posthorn.api.get<Page<EventSummary>>(`${tenant.path}/events?limit=250${query}`)
        return body.data.map(({ type }) => type)
      }
      expect(new Set(await listed(''))).toEqual(new Set(['order.paid']))
      expect(new Set(await listed('&internal=false'))).toEqual(new Set(['order.paid']))
      expect(await listed('&internal=true')).toEqual(expect.arrayContaining(['order.paid', 'posthorn.test']))
      expect(await listed('&type=posthorn.test')).toEqual(['posthorn.test'])
      expect(await listed('&type=posthorn.test&internal=false')).toEqual([])
      await tenant.settled(25)
      const series = await seriesOf(tenant)
      expect(series).toEqual(reply(200, { from: TIME, to: TIME, bucket: 'hour', data: expect.any(Array) }))
      expect(totalOf(series.body)).toEqual({
        events: 6,
        succeeded: 7,
        failed: 18,
        cancelled: 0,
        attempts: 37,
      })
      const ofOne = await seriesOf(tenant, `?endpointId=${third}&bucket=minute`)
      expect(totalOf(ofOne.body)).toEqual({ events: 0, succeeded: 0, failed: 6, cancelled: 0, attempts: 6 })
      expect(new Set(ofOne.body.data.map(({ events }) => events))).toEqual(new Set([null]))
      await Promise.all([good.close(), broken.close(), gone.close()])
    })

    it('in the bucket in which it happened, with all figures', async () => {
      const receiver = await startReceiver()
      const tenant = await posthorn.createTenant()
      await tenant.endpoint({ url: receiver.url })
      const before = new Date()
      await publish(tenant)
      await tenant.settled(1)
      const after = new Date()

      const { body } = await seriesOf(tenant, '?bucket=day')
      const happened = body.data.filter(({ events }) => events !== 0)
      expect(happened).toEqual([
        {
          at: expect.toBeOneOf([before, after].map((at) => floorTo(DAY_MS, at).toISOString())),
          events: 1,
          deliveries: { ...NONE_FINISHED, succeeded: 1 },
          attempts: { total: 1, byStatus: { ...NO_ATTEMPTS.byStatus, '2xx': 1 } },
          successRate: 1,
          latencyMs: SOME_LATENCY,
        },
      ])
      await receiver.close()
    })

    it('but no event that is a duplicate', async () => {
      const tenant = await posthorn.createTenant()
      const event = { type: 'order.paid', data: {}, id: 'order-1' }
      for (const status of [202, 200, 200]) {
        expect((await posthorn.api.post(`${tenant.path}/events`, event)).status).toBe(status)
      }
      expect(totalOf((await seriesOf(tenant)).body)).toMatchObject({ events: 1 })
    })

    it('and a delivery each time it ends: failed, then succeeded by hand', async () => {
      let broken = true
      const receiver = await startReceiver(() => ({ status: broken ? 500 : 200 }))
      const tenant = await posthorn.createTenant()
      const { id } = await tenant.endpoint({ url: receiver.url, retrySchedule: [] })
      await publish(tenant)
      const [failed] = await tenant.settled(1)
      const retry = () => posthorn.api.post(`${tenant.path}/deliveries/${failed?.id}/retry`, {})
      await retry()
      const attemptsAre = (total: number) =>
        waitUntil('the attempt to be counted', async () => {
          return (await statsOf(tenant, id)).body.attempts.total === total
        })
      await attemptsAre(2)
      expect((await statsOf(tenant, id)).body.deliveries).toEqual({ ...NONE_FINISHED, failed: 1, pending: 0 })
      broken = false
      await retry()
      await attemptsAre(3)
      expect((await statsOf(tenant, id)).body).toMatchObject({
        deliveries: { succeeded: 1, failed: 1, cancelled: 0, pending: 0 },
        successRate: 1 / 3,
      })
      await receiver.close()
    })

    it('and cancellations, by hand and with the endpoint', async () => {
      const receiver = await startReceiver(() => ({ status: 500 }))
      const tenant = await posthorn.createTenant()
      const { id } = await tenant.endpoint({ url: receiver.url, retrySchedule: [3600] })
      await Promise.all([publish(tenant), publish(tenant), publish(tenant)])
      await waitUntil('the attempts to be recorded', async () => {
        return (await statsOf(tenant, id)).body.attempts.total === 3
      })
      const [one] = await deliveriesOf(tenant)
      const cancel = () => posthorn.api.post(`${tenant.path}/deliveries/${one?.id}/cancel`, {})
      expect((await cancel()).status).toBe(200)
      expect((await cancel()).status).toBe(200)
      expect((await statsOf(tenant, id)).body.deliveries).toEqual({
        ...NONE_FINISHED,
        cancelled: 1,
        pending: 2,
      })

      await posthorn.api.delete(`${tenant.path}/endpoints/${id}`)
      await tenant.settled(3)
      expect(totalOf((await seriesOf(tenant)).body)).toEqual({
        events: 3,
        succeeded: 0,
        failed: 0,
        cancelled: 3,
        attempts: 3,
      })
      await receiver.close()
    })

    it('and an attempt of a lost worker that resumes, once', async () => {
      const held = Promise.withResolvers<void>()
      const receiver = await startReceiver((_request, index) => {
        return index === 0 ? { status: 200, after: held.promise } : { status: 200 }
      })
      const tenant = await posthorn.createTenant()
      const { id } = await tenant.endpoint({ url: receiver.url })
      await publish(tenant)
      await receiver.waitFor(1)
      const [delivery] = await deliveriesOf(tenant)
      // Simulates that its worker died and its lease expired.
      await expireLeases(posthorn.database, delivery?.id)
      await tenant.settled(1)
      expect((await statsOf(tenant, id)).body).toMatchObject({ attempts: { total: 1 } })

      held.resolve()
      await waitUntil('the lost attempt to be corrected', async () => {
        return (await statsOf(tenant, id)).body.attempts.total === 2
      })
      expect((await statsOf(tenant, id)).body).toMatchObject({
        deliveries: { ...NONE_FINISHED, succeeded: 1, pending: 0 },
        attempts: { byStatus: { ...NO_ATTEMPTS.byStatus, '2xx': 2 } },
      })
      await receiver.close()
    })

    it('and nothing of another tenant', async () => {
      const [one, other] = [await posthorn.createTenant(), await posthorn.createTenant()]
      const { id } = await other.endpoint({ url: 'https://example.com', enabled: false })
      await publish(one)
      await counted(one, {
        endpointId: id,
        at: floorTo(MINUTE_MS, new Date()),
        kind: 'attempt.2xx',
        count: 5,
      })
      expect(totalOf((await seriesOf(one)).body)).toMatchObject({ events: 1, attempts: 0 })
      expect(totalOf((await seriesOf(other)).body)).toMatchObject({ events: 0, attempts: 0 })
      expect((await statsOf(other, id)).body).toMatchObject({ attempts: NO_ATTEMPTS })
    })
  })

  describe('of a window', () => {
    it('have every bucket, oldest first, empty ones included', async () => {
      const tenant = await posthorn.createTenant()
      const day = floorTo(DAY_MS, ago(3 * DAY_MS)).getTime()
      const from = new Date(day + 2 * HOUR_MS + 1).toISOString()
      const to = new Date(day + 4 * HOUR_MS + 1).toISOString()
      for (const [hour, count] of [1, 2, 3, 4, 5].entries()) {
        await counted(tenant, {
          at: new Date(day + (hour + 1) * HOUR_MS),
          seconds: 3600,
          kind: 'event',
          count,
        })
      }
      const hour = (offset: number, events: number) => ({
        ...NOTHING,
        at: new Date(day + offset * HOUR_MS).toISOString(),
        events,
      })
      expect(await seriesOf(tenant, `?from=${from}&to=${to}`)).toEqual(
        reply(200, {
          from: new Date(day + 2 * HOUR_MS).toISOString(),
          to: new Date(day + 5 * HOUR_MS).toISOString(),
          bucket: 'hour',
          data: [hour(2, 2), hour(3, 3), hour(4, 4)],
        }),
      )
    })

    it('add up counts that are stored by minutes, hours and days', async () => {
      const tenant = await posthorn.createTenant()
      const { id: endpointId } = await tenant.endpoint({ url: 'https://example.com' })
      const add = (seconds: number, at: Date, count: number) =>
        counted(tenant, { endpointId, at, seconds, kind: 'attempt.5xx', slot: 30, count })
      await add(60, floorTo(MINUTE_MS, ago(2 * HOUR_MS)), 1)
      await add(3600, floorTo(HOUR_MS, ago(10 * DAY_MS)), 20)
      await add(86_400, floorTo(DAY_MS, ago(50 * DAY_MS)), 300)

      const from = ago(60 * DAY_MS)
      const stats = await statsOf(tenant, endpointId, `?from=${from.toISOString()}`)
      expect(stats).toEqual(
        reply(200, {
          from: floorTo(DAY_MS, from).toISOString(),
          to: TIME,
          deliveries: { ...NONE_FINISHED, pending: 0 },
          attempts: { total: 321, byStatus: { ...NO_ATTEMPTS.byStatus, '5xx': 321 } },
          successRate: 0,
          latencyMs: { p50: 16.5, p95: 16.5, p99: 16.5 },
        }),
      )
      const series = await seriesOf(tenant, `?bucket=day&from=${from.toISOString()}`)
      expect(series.body.data.map(({ attempts }) => attempts.total).filter((total) => total > 0)).toEqual([
        300, 20, 1,
      ])
    })

    it('are those of the last 24 hours by default', async () => {
      const tenant = await posthorn.createTenant()
      const { id } = await tenant.endpoint({ url: 'https://example.com' })
      const begun = new Date()
      const { body } = await statsOf(tenant, id)
      expect(Date.parse(body.from)).toBeGreaterThanOrEqual(begun.getTime() - DAY_MS - MINUTE_MS)
      expect(Date.parse(body.to) - Date.parse(body.from)).toBe(DAY_MS + MINUTE_MS)
      expect((await seriesOf(tenant)).body.data).toHaveLength(25)
      expect((await seriesOf(tenant, '?bucket=minute')).body.data).toHaveLength(1441)
    })
  })

  describe('are refused', () => {
    const refused = (path: string, message: unknown) =>
      problem(400, 'invalid_request', expect.stringMatching(new RegExp(`^${path}: `)), [
        { path, message: message as string },
      ])

    it.each([
      ['?bucket=week', 'bucket', 'expected one of "minute", "hour", "day"'],
      ['?from=yesterday', 'from', expect.stringMatching(/^expected a time with an offset/)],
      ['?to=1969-12-31T23:59:59Z', 'to', 'must lie between the years 1970 and 9999'],
      ['?form=2026-01-01T00:00:00Z', 'form', 'there is no such field'],
      ['?from=9999-12-31T23:59:59Z', 'from', 'must lie before to, and in the past'],
      ['?from=2020-01-01T00:00:00Z&to=2020-01-01T00:00:00Z', 'from', 'must lie before to, and in the past'],
      ['?endpointId=evt_01h455vb4pex5vsknk084sn02q', 'endpointId', 'expected an id that begins with "ep_"'],
      [
        '?bucket=minute&from=2020-01-01T00:00:00Z&to=2020-01-01T01:00:00Z',
        'bucket',
        expect.stringMatching(
          /^buckets of one minute reach back to \S+: ask from then on, or for buckets of one hour$/,
        ),
      ],
      [
        '?from=2020-01-01T00:00:00Z&to=2020-01-01T01:00:00Z',
        'bucket',
        expect.stringMatching(
          /^buckets of one hour reach back to \S+: ask from then on, or for buckets of one day$/,
        ),
      ],
      [
        '?bucket=day&from=2020-01-01T00:00:00Z&to=2024-02-10T00:00:00Z',
        'from',
        'the window has 1501 buckets of one day, and 1500 is the most: ask for a shorter one',
      ],
    ])('for %s', async (query, path, message) => {
      const tenant = await posthorn.createTenant()
      expect(await seriesOf(tenant, query)).toEqual(refused(path, message))
    })

    it('of an endpoint for an empty window, and with buckets', async () => {
      const tenant = await posthorn.createTenant()
      const { id } = await tenant.endpoint({ url: 'https://example.com' })
      const empty = '?from=2020-01-02T00:00:00Z&to=2020-01-01T00:00:00Z'
      expect(await statsOf(tenant, id, empty)).toEqual(refused('from', 'must lie before to, and in the past'))
      expect(await statsOf(tenant, id, '?bucket=hour')).toEqual(refused('bucket', 'there is no such field'))
      expect(await statsOf(tenant, 'evt_01h455vb4pex5vsknk084sn02q')).toEqual(
        refused('params.id', 'expected an id that begins with "ep_"'),
      )
    })
  })

  it("of an unknown or deleted endpoint, or of another tenant's, are not found", async () => {
    const [tenant, other] = [await posthorn.createTenant(), await posthorn.createTenant()]
    const deleted = await tenant.endpoint({ url: 'https://example.com' })
    await posthorn.api.delete(`${tenant.path}/endpoints/${deleted.id}`)
    const foreign = await other.endpoint({ url: 'https://example.com' })
    const notFound = problem(404, 'not_found', 'There is no endpoint with this id.')
    for (const id of ['ep_01h455vb4pex5vsknk084sn02q', deleted.id, foreign.id]) {
      expect(await statsOf(tenant, id)).toEqual(notFound)
      expect(await seriesOf(tenant, `?endpointId=${id}`)).toEqual(notFound)
    }
  })

  it('can be read by a reader, but not by a publisher', async () => {
    const tenant = await posthorn.createTenant()
    const { id } = await tenant.endpoint({ url: 'https://example.com' })
    for (const [role, status] of [
      ['read', 200],
      ['publish', 403],
    ] as const) {
      const { body } = await posthorn.api.post<CreatedKey>(`${tenant.path}/keys`, { role })
      const api = posthorn.api.as(body.key)
      expect((await api.get(`${tenant.path}/stats`)).status).toBe(status)
      expect((await api.get(`${tenant.path}/endpoints/${id}/stats`)).status).toBe(status)
    }
  })

  it('are deleted with their tenant', async () => {
    const tenant = await posthorn.createTenant()
    await publish(tenant)
    expect((await posthorn.api.delete(tenant.path)).status).toBe(204)
    expect(await posthorn.database.query('SELECT FROM counts WHERE tenant_id = $1', [tenant.id])).toEqual([])
  })
})
