import type { FailurePage } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import { TIME } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { startReceiver } from '../../../harness/receiver.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const NOTHING_LISTENS = 'http://127.0.0.1:9/'

describe('the list of failures', () => {
  const posthorn = sharedPosthorn()

  const publish = ({ path }: Tenant, type = 'order.paid') =>
    posthorn.api.post(`${path}/events`, { type, data: {} })
  const failuresOf = async ({ path }: Tenant, query = '') =>
    (await posthorn.api.get<FailurePage>(`${path}/failures?${query}`)).body

  it('has one item for each endpoint and cause, with samples, and shows what still fails', async () => {
    let status = 503
    const receiver = await startReceiver(() => ({ status }))
    const tenant = await posthorn.createTenant()
    const recovering = await tenant.endpoint({ url: receiver.url, eventTypes: ['a'], retrySchedule: [0] })
    const dead = await tenant.endpoint({ url: NOTHING_LISTENS, eventTypes: ['b'], retrySchedule: [] })
    const before = new Date().toISOString()
    await publish(tenant, 'a')
    await tenant.settled(1)
    status = 404
    await publish(tenant, 'a')
    await tenant.settled(2)
    for (let count = 0; count < 4; count += 1) await publish(tenant, 'b')
    const deliveries = await tenant.settled(6)

    const { data, nextCursor, from, to } = await failuresOf(tenant)
    const newest = (wanted: object) =>
      deliveries
        .filter((delivery) => expect.objectContaining(wanted).asymmetricMatch(delivery))
        .toSorted((a, b) => (a.id < b.id ? 1 : -1))
        .slice(0, 3)
    const failure = { firstAt: TIME, lastAt: TIME, ongoing: true, nextAttemptAt: null }
    expect(nextCursor).toBeNull()
    expect(Date.parse(to) - Date.parse(from)).toBe(24 * 3_600_000)
    expect(data.toSorted((a, b) => a.cause.localeCompare(b.cause))).toEqual([
      {
        ...failure,
        endpointId: recovering.id,
        cause: '404',
        statusCode: 404,
        errorCode: null,
        count: 1,
        samples: newest({ lastStatusCode: 404 }),
      },
      {
        ...failure,
        endpointId: recovering.id,
        cause: '503',
        statusCode: 503,
        errorCode: null,
        count: 2,
        samples: newest({ lastStatusCode: 503 }),
      },
      {
        ...failure,
        endpointId: dead.id,
        cause: 'connection_refused',
        statusCode: null,
        errorCode: 'connection_refused',
        count: 4,
        samples: newest({ lastErrorCode: 'connection_refused' }),
      },
    ])
    expect((await failuresOf(tenant, `to=${before}`)).data).toEqual([])

    status = 200
    await publish(tenant, 'a')
    await tenant.settled(7)
    await waitUntil('the endpoint to have recovered', async () => {
      const page = await failuresOf(tenant)
      const ongoing = page.data.filter((one) => one.ongoing)
      return page.data.length === 3 && ongoing.length === 1 && ongoing[0]?.endpointId === dead.id
    })
    await receiver.close()
  })

  it('shows when a failed delivery is tried again, unless its endpoint is disabled', async () => {
    const tenant = await posthorn.createTenant()
    const { id } = await tenant.endpoint({ url: NOTHING_LISTENS, retrySchedule: [86_400] })
    await publish(tenant)
    const failing = await waitUntil('the failure', async () => (await failuresOf(tenant)).data[0])
    expect(failing).toMatchObject({ count: 1, nextAttemptAt: failing.samples[0]?.nextAttemptAt })
    expect(Date.parse(failing.nextAttemptAt ?? '')).toBeGreaterThan(Date.now() + 3_600_000)
    await posthorn.api.post(`${tenant.path}/endpoints/${id}/disable`, undefined)
    expect((await failuresOf(tenant)).data).toMatchObject([{ nextAttemptAt: null, ongoing: true }])
  })

  it('is read page by page, the latest failure first', async () => {
    const receiver = await startReceiver(({ path }) => ({ status: Number(path.slice(1)) }))
    const tenant = await posthorn.createTenant()
    for (const code of [400, 401, 402]) {
      await tenant.endpoint({ url: `${receiver.url}/${code}`, eventTypes: [`code.${code}`] })
      await publish(tenant, `code.${code}`)
      await tenant.settled(code - 399)
    }
    const causes: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: FailurePage = await failuresOf(tenant, `limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`)
      causes.push(...page.data.map(({ cause }) => cause))
      cursor = page.nextCursor
    }
    expect(causes).toEqual(['402', '401', '400'])
    await receiver.close()
  })

  it("has none of another tenant's failures, and none without failures", async () => {
    const tenant = await posthorn.createTenant()
    expect(await failuresOf(tenant)).toEqual({ data: [], nextCursor: null, from: TIME, to: TIME })
  })
})
