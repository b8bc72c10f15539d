import { type LiveEvent, Posthorn } from '@posthorn/client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ADMIN_KEY, type Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { startTcpProxy, type TcpProxy } from '../../../harness/tcp-proxy.ts'

describe('live updates in the client', () => {
  const posthorn = sharedPosthorn('idle')
  let tenant: Tenant
  let proxy: TcpProxy
  let client: Posthorn
  let leave: AbortController
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
    const { hostname: host, port } = new URL(posthorn.service('api').url)
    proxy = await startTcpProxy({ host, port: Number(port) })
    client = new Posthorn({ url: `http://127.0.0.1:${proxy.port}`, key: ADMIN_KEY, tenant: tenant.id })
    leave = new AbortController()
  })
  afterEach(async () => {
    leave.abort()
    await proxy.close()
  })
  const publish = () => client.tenant().events.publish({ type: 'order.paid', data: {} })
  /** Reads until an object is hinted, or the client is told to read everything again. */
  const toldOf = async (live: AsyncIterator<LiveEvent>, id: string) => {
    for (;;) {
      const { value } = await live.next()
      if (value?.event === 'resync') return 'resync'
      if (value?.event === 'changed' && value.hints.some((hint: { id: string }) => hint.id === id))
        return 'hinted'
    }
  }

  it('begin with "ready", and name what has changed', async () => {
    const live = client.tenant().live({ signal: leave.signal })
    expect((await live.next()).value).toEqual({ event: 'ready' })
    expect(await toldOf(live, (await publish()).id)).toBe('hinted')
  })

  it('go on after the connection was cut, without a gap that is not told', async () => {
    const live = client.tenant().live({ signal: leave.signal })
    await live.next()
    expect(await toldOf(live, (await publish()).id)).toBe('hinted')
    await proxy.pass()
    const { id } = await posthorn.api
      .post<{ id: string }>(`${tenant.path}/events`, { type: 'order.paid', data: {} })
      .then(({ body }) => body)
    expect(['resync', 'hinted']).toContain(await toldOf(live, id))
  })

  it('go on after a connection that has become silent', async () => {
    const live = client.tenant().live({ signal: leave.signal, idleTimeoutMs: 500 })
    await live.next()
    proxy.hangPresent()
    const { value } = await live.next()
    expect(['ready', 'resync']).toContain(value?.event)
  })

  it('end when the signal is aborted', async () => {
    const live = client.tenant().live({ signal: leave.signal })
    await live.next()
    const reason = new Error('enough')
    const next = live.next()
    leave.abort(reason)
    await expect(next).rejects.toBe(reason)
  })

  it('throw what the API refuses for good', async () => {
    const unknown = new Posthorn({ url: posthorn.service('api').url, key: 'phk_unknown', tenant: tenant.id })
    await expect(unknown.tenant().live().next()).rejects.toMatchObject({ code: 'unauthorized' })
  })

  it('close the connection when they are no longer read', async () => {
    const live = client.stream(`${tenant.path}/live`)
    for await (const { event } of live) {
      expect(event).toBe('ready')
      break
    }
    expect(await live.next()).toEqual({ done: true, value: undefined })
  })
})
