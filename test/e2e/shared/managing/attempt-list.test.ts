import type { Attempt, Page } from '@posthorn/contracts'
import { beforeAll, describe, expect, it } from 'vitest'
import { apiClient } from '../../../harness/api-client.ts'
import { problem } from '../../../harness/expected.ts'
import { followList } from '../../../harness/follow-list.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { startReceiver } from '../../../harness/receiver.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { keyOf } from '../../../harness/tenant-routes.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

describe('the attempts of all deliveries', () => {
  const posthorn = sharedPosthorn()
  let tenant: Tenant
  const endpoints: Record<string, string> = {}
  /** All of them, newest first. */
  let all: Attempt[]
  beforeAll(async () => {
    const receiver = await startReceiver(({ path }, index) => ({
      status: path === '/flaky' && index === 0 ? 503 : Number(path.slice(1)) || 200,
    }))
    tenant = await posthorn.createTenant()
    const urls = {
      flaky: `${receiver.url}/flaky`,
      absent: `${receiver.url}/404`,
      dead: 'http://127.0.0.1:9/',
    }
    for (const [count, [name, url]] of Object.entries(urls).entries()) {
      const settings = { eventTypes: [name], retrySchedule: name === 'flaky' ? [0] : [] }
      endpoints[name] = (await tenant.endpoint({ url, ...settings })).id
      await posthorn.api.post(`${tenant.path}/events`, { type: name, data: {} })
      await tenant.settled(count + 1)
    }
    all = (await list('')).body.data
    const [delivery] = all.slice(-1)
    await posthorn.api.post(`${tenant.path}/deliveries/${delivery?.deliveryId}/retry`, undefined)
    all = await waitUntil('the retry to be recorded', async () => {
      const { body } = await list('')
      return body.data.length === 5 && body.data
    })
    await receiver.close()
  })

  const list = (query: string) => posthorn.api.get<Page<Attempt>>(`${tenant.path}/attempts?${query}`)
  const nameOf = ({ eventType, number }: Attempt) => `${eventType} ${number}`

  it('are listed by when they started, newest first, each as at its delivery', async () => {
    expect(all.map(nameOf)).toEqual(['flaky 3', 'dead 1', 'absent 1', 'flaky 2', 'flaky 1'])
    const { body } = await posthorn.api.get<Page<Attempt>>(
      `${tenant.path}/deliveries/${all[0]?.deliveryId}/attempts`,
    )
    expect(body.data).toEqual(all.filter(({ eventType }) => eventType === 'flaky'))
    expect(all[1]).toMatchObject({ endpointId: endpoints['dead'], errorCode: 'connection_refused' })
  })

  it.each<[query: string, names: string[]]>([
    ['statusCode=503', ['flaky 1']],
    ['statusCode=4xx,5xx', ['absent 1', 'flaky 1']],
    ['statusCode=none', ['dead 1']],
    ['statusCode=none,404', ['dead 1', 'absent 1']],
    ['statusCode=2xx', ['flaky 3', 'flaky 2']],
    ['errorCode=connection_refused', ['dead 1']],
    ['errorCode=timeout', []],
    ['trigger=manual', ['flaky 3']],
    ['trigger=schedule&statusCode=200', ['flaky 2']],
    ['endpointId=DEAD', ['dead 1']],
    ['eventType=flaky,absent', ['flaky 3', 'absent 1', 'flaky 2', 'flaky 1']],
    ['status=failed', ['dead 1', 'absent 1']],
    ['status=succeeded&statusCode=503', ['flaky 1']],
    ['finishedFrom=2020-01-01T00:00:00Z', ['flaky 3', 'dead 1', 'absent 1', 'flaky 2', 'flaky 1']],
    ['finishedTo=2020-01-01T00:00:00Z', []],
    ['from=ABSENT', ['flaky 3', 'dead 1', 'absent 1']],
    ['to=ABSENT', ['flaky 2', 'flaky 1']],
  ])('are filtered by %s', async (query, names) => {
    const absent = all.find(({ eventType }) => eventType === 'absent')
    const filled = query
      .replace('DEAD', endpoints['dead'] ?? '')
      .replace('ABSENT', encodeURIComponent(absent?.startedAt ?? ''))
    const { status, body } = await list(filled)
    expect([status, body.data?.map(nameOf), body.nextCursor]).toEqual([200, names, null])
  })

  it('are read page by page', async () => {
    const pages = await followList(posthorn.api, `${tenant.path}/attempts?statusCode=2xx,none`, 1, () =>
      posthorn.api.post(`${tenant.path}/events`, { type: 'none.such', data: {} }),
    )
    expect(pages.flat()).toEqual(
      all.filter(({ statusCode }) => statusCode === 200 || statusCode === null).map(({ id }) => id),
    )
    expect(await list('cursor=x')).toEqual(
      problem(400, 'invalid_cursor', expect.any(String), expect.any(Array)),
    )
  })

  it('show no address to a key of the tenant, and nothing to another tenant', async () => {
    const { key } = await keyOf(posthorn, tenant, 'read')
    const { body } = await apiClient(posthorn.service('api').url, key).get<Page<Attempt>>(
      `${tenant.path}/attempts`,
    )
    expect(body.data.map(({ id }) => id)).toEqual(all.map(({ id }) => id))
    expect(body.data.filter((attempt) => 'address' in attempt)).toEqual([])
    const other = await posthorn.createTenant()
    expect((await posthorn.api.get(`${other.path}/attempts`)).body).toEqual({ data: [], nextCursor: null })
  })
})
