import type { Endpoint, Page } from '@posthorn/contracts'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Tenant } from '../../../harness/posthorn.ts'
import { startReceiver } from '../../../harness/receiver.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

describe('the list of endpoints', () => {
  const posthorn = sharedPosthorn()
  let tenant: Tenant
  const names = new Map<string, string>()
  beforeAll(async () => {
    tenant = await posthorn.createTenant()
    const receiver = await startReceiver(() => ({ status: 503 }))
    const add = async (name: string, fields: object) => {
      const { id } = await tenant.endpoint({ retrySchedule: [3_600], eventTypes: ['none'], ...fields })
      names.set(id, name)
      return id
    }
    await add('healthy', { url: 'https://example.com/healthy' })
    await add('disabled', { url: 'https://example.com/disabled', enabled: false })
    const failing = await add('failing', { url: receiver.url })
    const open = await add('open', { url: 'https://example.com/open' })
    await posthorn.api.post(`${tenant.path}/endpoints/${failing}/test`, undefined)
    await posthorn.database.query(
      `UPDATE endpoint_gates SET circuit_opened_at = now(), failing_since = now() WHERE endpoint_id = $1`,
      [open],
    )
    await waitUntil('the failure to be counted', async () => {
      const { body } = await posthorn.api.get<Endpoint>(`${tenant.path}/endpoints/${failing}`)
      return body.health.failingSince !== null
    })
    await receiver.close()
  })

  it.each([
    ['', ['open', 'failing', 'disabled', 'healthy']],
    ['status=active', ['open', 'failing', 'healthy']],
    ['status=disabled', ['disabled']],
    ['status=active,disabled', ['open', 'failing', 'disabled', 'healthy']],
    ['health=open', ['open']],
    ['health=failing', ['failing']],
    ['health=healthy', ['disabled', 'healthy']],
    ['health=open,failing', ['open', 'failing']],
    ['health=healthy&status=active', ['healthy']],
    ['health=open&status=disabled', []],
  ])('has for "%s" %j', async (query, expected) => {
    const { body } = await posthorn.api.get<Page<Endpoint>>(`${tenant.path}/endpoints?${query}`)
    expect(body.data.map(({ id }) => names.get(id))).toEqual(expected)
  })

  it('keeps its filter on the next page', async () => {
    const path = `${tenant.path}/endpoints?health=open,failing&limit=1`
    const { body: first } = await posthorn.api.get<Page<Endpoint>>(path)
    const { body: second } = await posthorn.api.get<Page<Endpoint>>(`${path}&cursor=${first.nextCursor}`)
    expect([first, second].map(({ data }) => data.map(({ id }) => names.get(id)))).toEqual([
      ['open'],
      ['failing'],
    ])
    expect(second.nextCursor).toBeNull()
  })

  it.each(['status=gone', 'health=ill'])('refuses %s', async (query) => {
    const [path = ''] = query.split('=')
    const answer = await posthorn.api.get(`${tenant.path}/endpoints?${query}`)
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({
      code: 'invalid_request',
      errors: [{ path: expect.stringContaining(path) }],
    })
  })
})
