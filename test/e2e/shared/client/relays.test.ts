import { Posthorn } from '@posthorn/client'
import { describe, expect, it } from 'vitest'
import { ADMIN_KEY } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'

describe('a relay in the client', () => {
  const posthorn = sharedPosthorn()
  const listener = { host: 'laptop', pid: 4711 }

  async function relayOf() {
    const { id: tenant } = await posthorn.createTenant()
    const client = new Posthorn({ url: posthorn.service('api').url, key: ADMIN_KEY, tenant }).tenant()
    const relay = await client.relays.create({ name: 'ada@laptop' })
    return { ...client, relay }
  }

  it('streams deliveries, and records their results', async () => {
    const { relays, relay, events, deliveries } = await relayOf()
    const { id } = await events.publish({ type: 'order.paid', data: { n: 1 } })
    const leave = new AbortController()
    let connectionId = ''
    for await (const { event, data } of relays.stream(relay.id, listener, { signal: leave.signal })) {
      const message = JSON.parse(data)
      if (event === 'ready') connectionId = message.connectionId
      if (event !== 'delivery') continue
      expect(JSON.parse(Buffer.from(message.bodyBase64, 'base64').toString())).toMatchObject({ id })
      const { deliveryId, number } = message
      const results = { connectionId, results: [{ deliveryId, number, statusCode: 204, durationMs: 3 }] }
      expect(await relays.returnResults(relay.id, results)).toEqual({ recorded: 1, ignored: 0 })
      expect(await relays.returnResults(relay.id, results)).toEqual({ recorded: 0, ignored: 1 })
      expect(await deliveries.get(deliveryId)).toMatchObject({ status: 'succeeded', lastStatusCode: 204 })
      break
    }
  })

  it('is polled without an Idempotency-Key, so that no reply is kept', async () => {
    const { relays, relay, events } = await relayOf()
    const { id } = await events.publish({ type: 'order.paid', data: {} })
    const { deliveries } = await relays.poll(relay.id, listener)
    expect(deliveries.map(({ eventId }) => eventId)).toEqual([id])
    const rows = await posthorn.database.query(
      `SELECT path FROM idempotency_keys WHERE path LIKE '%/relays/' || $1 || '%'`,
      [relay.id],
    )
    expect(rows).toEqual([])
    expect((await relays.all()).data).toMatchObject([{ name: 'ada@laptop' }])
  })

  it('names the listener that is connected', async () => {
    const { relays, relay } = await relayOf()
    const first = relays.stream(relay.id, listener)
    await first.next()
    await expect(relays.stream(relay.id, { host: 'another', pid: 1 }).next()).rejects.toMatchObject({
      name: 'ConflictError',
      code: 'relay_busy',
    })
    await first.return()
  })
})
