import type { Delivery, EndpointStats, EventSummary, Page, StatsSeries } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import { addCounts } from '../../../harness/database/add-counts.ts'
import { expireLeases } from '../../../harness/database/expire-leases.ts'
import { reply, TIME } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { startReceiver } from '../../../harness/receiver.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

const NO_ATTEMPTS = { total: 0, byStatus: { '2xx': 0, '3xx': 0, '4xx': 0, '5xx': 0, none: 0 } }
const NONE_FINISHED = { succeeded: 0, failed: 0, cancelled: 0 }
/** Any latency that can occur in these tests. */
const SOME = expect.toSatisfy((ms: unknown) => typeof ms === 'number' && ms >= 1 && ms < 30_000)
const SOME_LATENCY = { p50: SOME, p95: SOME, p99: SOME }

const floorTo = (ms: number, at: Date) => new Date(Math.floor(at.getTime() / ms) * ms)

describe('statistics', () => {
  const posthorn = sharedPosthorn()

  const publish = (tenant: Tenant) =>
    posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
  const statsOf = ({ path }: Tenant, id: string, query = '') =>
    posthorn.api.get<EndpointStats>(`${path}/endpoints/${id}/stats${query}`)
  const seriesOf = ({ path }: Tenant, query = '') => posthorn.api.get<StatsSeries>(`${path}/stats${query}`)
  const deliveriesOf = async ({ path }: Tenant, query = '') =>
    (await posthorn.api.get<Page<Delivery>>(`${path}/deliveries?${query}`)).body.data

  const counted = ({ id }: Tenant, counts: Parameters<typeof addCounts>[2]) =>
    addCounts(posthorn.database, id, counts)

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
      // Fewer than ten attempts to each: more failures would open its circuit.
      await Promise.all(Array.from({ length: 4 }, () => publish(tenant)))
      await tenant.settled(16)

      const endpoint = (part: object) => reply(200, { from: TIME, to: TIME, ...part })
      const attempts = (byStatus: object, total: number) => ({
        total,
        byStatus: { ...NO_ATTEMPTS.byStatus, ...byStatus },
      })
      expect(await statsOf(tenant, first ?? '')).toEqual(
        endpoint({
          deliveries: { ...NONE_FINISHED, succeeded: 4, pending: 0 },
          attempts: attempts({ '2xx': 4 }, 4),
          successRate: 1,
          latencyMs: SOME_LATENCY,
        }),
      )
      expect(await statsOf(tenant, second ?? '')).toEqual(
        endpoint({
          deliveries: { ...NONE_FINISHED, failed: 4, pending: 0 },
          attempts: attempts({ '5xx': 4, '3xx': 4 }, 8),
          successRate: 0,
          latencyMs: SOME_LATENCY,
        }),
      )
      expect(await statsOf(tenant, third ?? '')).toEqual(
        endpoint({
          deliveries: { ...NONE_FINISHED, failed: 4, pending: 0 },
          attempts: attempts({ '4xx': 4 }, 4),
          successRate: 0,
          latencyMs: SOME_LATENCY,
        }),
      )
      expect(await statsOf(tenant, fourth ?? '')).toEqual(
        endpoint({
          deliveries: { ...NONE_FINISHED, failed: 4, pending: 0 },
          attempts: attempts({ none: 8 }, 8),
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
      await tenant.settled(17)
      const series = await seriesOf(tenant)
      const totals = {
        events: 4,
        deliveries: { succeeded: 5, failed: 12, cancelled: 0 },
        attempts: attempts({ '2xx': 5, '3xx': 4, '4xx': 4, '5xx': 4, none: 8 }, 25),
        successRate: 5 / 25,
        latencyMs: SOME_LATENCY,
      }
      expect(series).toEqual(
        reply(200, { from: TIME, to: TIME, bucket: 'hour', totals, data: expect.any(Array) }),
      )
      expect(totalOf(series.body)).toEqual({
        events: 4,
        succeeded: 5,
        failed: 12,
        cancelled: 0,
        attempts: 25,
      })
      const ofOne = await seriesOf(tenant, `?endpointId=${third}&bucket=minute`)
      expect(totalOf(ofOne.body)).toEqual({ events: 0, succeeded: 0, failed: 4, cancelled: 0, attempts: 4 })
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
})
