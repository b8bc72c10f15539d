import { ConnectionError, Posthorn, PosthornError, type PosthornOptions } from '@posthorn/client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ADMIN_KEY, type Tenant } from '../../../harness/posthorn.ts'
import { startReceiver } from '../../../harness/receiver.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { startTcpProxy } from '../../../harness/tcp-proxy.ts'
import { cutReplies } from './cut-replies.ts'

describe('the client', () => {
  const posthorn = sharedPosthorn('idle')
  const closing: (() => Promise<void>)[] = []
  let tenant: Tenant
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
  })
  afterEach(async () => {
    for (const close of closing.splice(0)) await close()
  })
  const clientOf = (url: string, options: Partial<PosthornOptions> = {}) =>
    new Posthorn({ url, key: ADMIN_KEY, tenant: tenant.id, ...options }).tenant()
  const behindCutter = async (count: number) => {
    const cutter = await cutReplies(posthorn.service('api').url, count)
    closing.push(() => cutter.close())
    return { cutter, client: clientOf(cutter.url) }
  }

  it('publishes once, although the first replies are lost', async () => {
    const { cutter, client } = await behindCutter(2)
    const { id } = await client.events.publish({ type: 'order.paid', data: {} })
    expect(cutter.cut).toBe(2)
    expect((await client.events.list().page()).data.map((event) => event.id)).toEqual([id])
  })

  it('deletes, although the reply is lost and nothing is there any more', async () => {
    const { id } = await tenant.endpoint({ url: 'https://example.com' })
    const { cutter, client } = await behindCutter(1)
    await client.endpoints.delete(id)
    expect(cutter.cut).toBe(1)
  })

  it('gives up after its retries', async () => {
    const { cutter, client } = await behindCutter(100)
    const refused = client.get({ retries: 2 })
    await expect(refused).rejects.toThrow(ConnectionError)
    await expect(refused).rejects.toMatchObject({ code: 'connection_failed', status: undefined })
    expect(cutter.cut).toBe(3)
  })

  it('gives up a try that takes too long', async () => {
    const { hostname: host, port } = new URL(posthorn.service('api').url)
    const proxy = await startTcpProxy({ host, port: Number(port) })
    closing.push(() => proxy.close())
    proxy.hang()
    const client = clientOf(`http://127.0.0.1:${proxy.port}`, { retries: 0, timeoutMs: 200 })
    await expect(client.get()).rejects.toMatchObject({ name: 'ConnectionError', code: 'timeout' })
  })

  it.each([
    [
      'redirects, which would turn a POST into a GET',
      { status: 301, headers: { location: '/login' } },
      'redirected',
    ],
    ['replies with a page', { status: 200, body: '<html>' }, 'invalid_reply'],
    ['fails with a page', { status: 404, body: '<html>' }, 'invalid_reply'],
  ])('tells that its URL %s', async (_, response, code) => {
    const server = await startReceiver(() => response)
    closing.push(() => server.close())
    const refused = clientOf(server.url).events.publish({ type: 'order.paid', data: {} })
    await expect(refused).rejects.toThrow(PosthornError)
    await expect(refused).rejects.toMatchObject({
      code,
      status: code === 'invalid_reply' && response.status === 200 ? undefined : response.status,
    })
    expect(server.received).toHaveLength(1)
  })
})
