import type { Attempt, Page } from '@posthorn/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'
import { createRelay, type TenantWithRelay } from '../../../harness/relay/relay-of.ts'
import { startTcpProxy } from '../../../harness/tcp-proxy.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

/** A lease lasts for the shortest timeout of an endpoint, and 15 seconds. */
const LEASE_MS_MAX = 30_000

describe('a delivery of a relay', () => {
  let posthorn: Posthorn
  beforeAll(async () => {
    posthorn = await startPosthorn()
  })
  afterAll(() => posthorn?.stop())

  const createShort = async (): Promise<TenantWithRelay> => {
    const created = await createRelay(posthorn)
    await posthorn.api.patch(`${created.tenant.path}/endpoints/${created.relay.id}`, { timeoutSeconds: 1 })
    return created
  }
  const attemptsOf = async ({ tenant }: TenantWithRelay, id: string) =>
    (await posthorn.api.get<Page<Attempt>>(`${tenant.path}/deliveries/${id}/attempts`)).body.data

  it('comes again, with the next number, when its listener was killed before its result', async () => {
    const created = await createShort()
    const killed = await created.listen()
    await created.publish()
    const [lost] = await killed.received(1)
    killed.kill()
    const listener = await created.listenWhenFree({ pid: 2 })
    const [delivery] = await listener.received(1, LEASE_MS_MAX)
    expect(delivery).toMatchObject({ deliveryId: lost?.deliveryId, eventId: lost?.eventId, number: 2 })
    // Of the killed one: too late.
    expect((await listener.succeed([lost!])).body).toEqual({ recorded: 0, ignored: 1 })
    expect((await listener.succeed([delivery!])).body).toEqual({ recorded: 1, ignored: 0 })
    await created.tenant.settled(1)
    expect(await attemptsOf(created, lost!.deliveryId)).toMatchObject([
      { number: 2, statusCode: 200, via: 'relay' },
      { number: 1, errorCode: 'worker_lost' },
    ])
    listener.kill()
  })

  it('does not come again when its result arrives over another connection within the lease', async () => {
    const created = await createShort()
    const cut = await created.listen()
    await created.publish()
    const [delivery] = await cut.received(1)
    cut.kill()
    const again = await created.listen()
    expect((await again.succeed([delivery!])).body).toEqual({ recorded: 1, ignored: 0 })
    expect(await created.tenant.settled(1)).toMatchObject([{ status: 'succeeded', attemptCount: 1 }])
    again.kill()
  })

  it('is not sent for ever to a listener that has stopped: its connection ends', async () => {
    const created = await createShort()
    const stopped = await created.listen()
    await created.publish()
    await stopped.received(1)
    await waitUntil('the silent connection to end', () => stopped.hasEnded(), LEASE_MS_MAX)
    expect(posthorn.service('api').logged('relay.connection_timed_out')).toHaveLength(1)
    // It wakes up, as a laptop does, and has missed nothing.
    const again = await created.listen()
    const [delivery] = await again.received(1)
    await again.succeed([delivery!])
    await created.tenant.settled(1)
    again.kill()
  })

  it('reaches its listener after the connection was cut in between', async () => {
    const created = await createShort()
    const { hostname, port } = new URL(posthorn.service('api').url)
    const proxy = await startTcpProxy({ host: hostname, port: Number(port) })
    const url = `http://127.0.0.1:${proxy.port}`
    const before = await created.listen({}, url)
    await before.ready()
    await proxy.refuse()
    const events = [await created.publish(), await created.publish()]
    await waitUntil('the connection to end', () => before.hasEnded())
    await proxy.pass()
    const after = await created.listen({}, url)
    const deliveries = await after.received(2, LEASE_MS_MAX)
    expect(new Set(deliveries.map(({ eventId }) => eventId))).toEqual(new Set(events.map(({ id }) => id)))
    await after.succeed(deliveries)
    await created.tenant.settled(2)
    after.kill()
    await proxy.close()
  })

  it('reaches its listener after the API was stopped, and after it was killed', async () => {
    const created = await createShort()
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      const before = await created.listen()
      await before.ready()
      const api = posthorn.service('api')
      api.signal(signal)
      await api.exited
      await waitUntil('the connection to end', () => before.hasEnded())
      expect(before.isSuperseded()).toBe(false)
      await posthorn.start('api')
      const event = await created.publish()
      // The same listener is not refused because of its own connection, which the killed process has left.
      const after = await created.listen()
      expect(after.status).toBe(200)
      expect(await after.received(1)).toMatchObject([{ eventId: event.id }])
      await after.succeed(after.deliveries)
      after.kill()
    }
    await created.tenant.settled(2)
  })

  it('of a killed API does not keep another listener out for more than 20 seconds', async () => {
    const created = await createShort()
    const before = await created.listen()
    await before.ready()
    const api = posthorn.service('api')
    api.signal('SIGKILL')
    await api.exited
    await posthorn.start('api')
    expect((await created.listen({ pid: 2 })).status).toBe(409)
    const other = await created.listenWhenFree({ pid: 2 }, undefined, LEASE_MS_MAX)
    other.kill()
  })
})
