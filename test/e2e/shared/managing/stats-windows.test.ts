import type { CreatedKey, EndpointStats, StatsSeries } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import { addCounts } from '../../../harness/database/add-counts.ts'
import { problem, reply, TIME } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'

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

const floorTo = (ms: number, at: Date) => new Date(Math.floor(at.getTime() / ms) * ms)
const ago = (ms: number) => new Date(Date.now() - ms)

describe('statistics', () => {
  const posthorn = sharedPosthorn('idle')

  const publish = (tenant: Tenant) =>
    posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
  const statsOf = ({ path }: Tenant, id: string, query = '') =>
    posthorn.api.get<EndpointStats>(`${path}/endpoints/${id}/stats${query}`)
  const seriesOf = ({ path }: Tenant, query = '') => posthorn.api.get<StatsSeries>(`${path}/stats${query}`)

  const counted = ({ id }: Tenant, counts: Parameters<typeof addCounts>[2]) =>
    addCounts(posthorn.database, id, counts)

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
          totals: { ...NOTHING, events: 9 },
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
      ['?to=1969-12-31T23:59:59Z', 'to', 'must be in the years 1970 to 9999'],
      ['?form=2026-01-01T00:00:00Z', 'form', 'unknown field'],
      ['?from=9999-12-31T23:59:59Z', 'from', 'must be before "to" and in the past'],
      ['?from=2020-01-01T00:00:00Z&to=2020-01-01T00:00:00Z', 'from', 'must be before "to" and in the past'],
      ['?endpointId=evt_01h455vb4pex5vsknk084sn02q', 'endpointId', 'expected an id that begins with "ep_"'],
      [
        '?bucket=minute&from=2020-01-01T00:00:00Z&to=2020-01-01T01:00:00Z',
        'bucket',
        expect.stringMatching(
          /^buckets of one minute are available from \S+: use a later "from", or buckets of one hour$/,
        ),
      ],
      [
        '?from=2020-01-01T00:00:00Z&to=2020-01-01T01:00:00Z',
        'bucket',
        expect.stringMatching(
          /^buckets of one hour are available from \S+: use a later "from", or buckets of one day$/,
        ),
      ],
      [
        '?bucket=day&from=2020-01-01T00:00:00Z&to=2024-02-10T00:00:00Z',
        'from',
        'the window has 1501 buckets of one day, at most 1500 are allowed: use a shorter window',
      ],
    ])('for %s', async (query, path, message) => {
      const tenant = await posthorn.createTenant()
      expect(await seriesOf(tenant, query)).toEqual(refused(path, message))
    })

    it('of an endpoint for an empty window, and with buckets', async () => {
      const tenant = await posthorn.createTenant()
      const { id } = await tenant.endpoint({ url: 'https://example.com' })
      const empty = '?from=2020-01-02T00:00:00Z&to=2020-01-01T00:00:00Z'
      expect(await statsOf(tenant, id, empty)).toEqual(refused('from', 'must be before "to" and in the past'))
      expect(await statsOf(tenant, id, '?bucket=hour')).toEqual(refused('bucket', 'unknown field'))
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
    const notFound = problem(404, 'not_found', 'No endpoint has this id: check the id and the tenant.')
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
