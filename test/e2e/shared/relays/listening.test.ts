import type { Attempt, CreatedEndpoint, Delivery, Page, RelayList } from '@posthorn/contracts'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { reply } from '../../../harness/expected.ts'
import { readLive } from '../../../harness/live/live-stream.ts'
import { ADMIN_KEY } from '../../../harness/posthorn.ts'
import { BACKENDS } from '../../../harness/redis/redis.ts'
import { bodyOf } from '../../../harness/relay/listener.ts'
import { createRelay } from '../../../harness/relay/relay-of.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

/** With a number that no double holds, and odd white space. */
const ODD = '{ "amount":12345678901234567890 ,\n\t"text":"\\u00e9\\/" }'

describe.each(BACKENDS)('a listener of a relay, with the queue on %s,', (queue) => {
  const posthorn = sharedPosthorn(queue)
  const { api } = posthorn

  const attemptsOf = async (path: string, id: string) =>
    (await api.get<Page<Attempt>>(`${path}/deliveries/${id}/attempts`)).body.data

  it('gets the exact bytes of an event with a signature that verifies, and its result is the attempt', async () => {
    const { tenant, relay, listen } = await createRelay(posthorn)
    const listener = await listen()
    await listener.ready()
    await api.post(`${tenant.path}/events`, `{"type":"order.paid","data":${ODD}}`)
    const [delivery] = await listener.received(1)
    if (delivery === undefined) throw new Error('no delivery')
    const body = bodyOf(delivery).toString()
    expect(body).toContain(`"data":${ODD}}`)
    expect(delivery).toMatchObject({ number: 1, eventType: 'order.paid', method: 'POST', path: '/' })
    new Webhook(relay.secret ?? '').verify(body, delivery.headers)
    const { deliveryId, number } = delivery
    const result = {
      deliveryId,
      number,
      statusCode: 201,
      durationMs: 7,
      headers: { 'x-reply': 'a' },
      bodyBase64: Buffer.from('thanks').toString('base64'),
    }
    expect(await listener.answer([result])).toEqual(reply(200, { recorded: 1, ignored: 0 }))
    expect(await tenant.settled(1)).toMatchObject([{ status: 'succeeded', lastStatusCode: 201 }])
    expect(await attemptsOf(tenant.path, deliveryId)).toMatchObject([
      {
        via: 'relay',
        url: null,
        number: 1,
        statusCode: 201,
        durationMs: 7,
        responseHeaders: { 'x-reply': 'a' },
        responseBody: 'thanks',
        requestHeaders: {
          'webhook-id': delivery.eventId,
          'webhook-timestamp': delivery.headers['webhook-timestamp'],
          'webhook-signature': 'v1,[masked]',
        },
      },
    ])
    // The same again.
    expect((await listener.answer([result, result])).body).toEqual({ recorded: 0, ignored: 2 })
    expect(await attemptsOf(tenant.path, deliveryId)).toHaveLength(1)
    listener.kill()
  })

  it('gets a large body as it is', async () => {
    const { tenant, listen } = await createRelay(posthorn)
    const listener = await listen()
    const data = JSON.stringify({ text: 'ä'.repeat(400_000) })
    await api.post(`${tenant.path}/events`, `{"type":"order.paid","data":${data}}`)
    const [delivery] = await listener.received(1)
    expect(bodyOf(delivery!).toString().endsWith(`"data":${data}}`)).toBe(true)
    await listener.succeed([delivery!])
    await tenant.settled(1)
    listener.kill()
  })

  it('gets what waited while it was away, in order', async () => {
    const { tenant, publishMany, listen } = await createRelay(posthorn)
    const events = await publishMany(3)
    await waitUntil('the deliveries to wait', async () => {
      const { body } = await api.get<RelayList>(`${tenant.path}/relays`)
      return body.data[0]?.waiting === 3 && body.data[0].waitingSince !== null
    })
    const { body } = await api.get<Page<Delivery>>(`${tenant.path}/deliveries`)
    expect(body.data.map(({ reason }) => reason)).toEqual(Array(3).fill('no_listener'))
    const listener = await listen()
    expect(await listener.ready()).toMatchObject({ waiting: 3, waitingSince: expect.any(String) })
    const deliveries = await listener.received(3)
    expect(deliveries.map(({ eventId }) => eventId)).toEqual(events.map(({ id }) => id))
    await listener.succeed(deliveries)
    await tenant.settled(3)
    listener.kill()
  })

  it('has at most 25 in flight, and gets the next for each result', async () => {
    const { tenant, publishMany, listen } = await createRelay(posthorn)
    await publishMany(30)
    const listener = await listen()
    const first = await listener.received(25)
    const { body } = await api.get<RelayList>(`${tenant.path}/relays`)
    expect(body.data[0]).toMatchObject({ connections: [{ host: 'laptop', pid: 1 }] })
    expect(listener.deliveries).toHaveLength(25)
    await listener.succeed(first.slice(0, 2))
    await listener.received(27)
    await listener.succeed(listener.deliveries.slice(2, 25))
    const all = await listener.received(30)
    await listener.succeed(all.slice(25))
    expect(await tenant.settled(30)).toHaveLength(30)
    expect(new Set(all.map(({ deliveryId }) => deliveryId)).size).toBe(30)
    listener.kill()
  })

  it('decides with its result: a failure is not retried, and disables nothing', async () => {
    const { tenant, relay, publish, listen } = await createRelay(posthorn)
    const listener = await listen()
    await publish()
    await publish()
    const [gone, refused] = await listener.received(2)
    await listener.answer([
      { deliveryId: gone!.deliveryId, number: 1, statusCode: 410, durationMs: 1 },
      { deliveryId: refused!.deliveryId, number: 1, errorCode: 'connection_refused', durationMs: 1 },
    ])
    expect(await tenant.settled(2)).toMatchObject([
      { status: 'failed', reason: 'not_retried', lastStatusCode: 410 },
      { status: 'failed', reason: 'not_retried', lastErrorCode: 'connection_refused' },
    ])
    expect(await attemptsOf(tenant.path, refused!.deliveryId)).toMatchObject([
      { errorDetail: 'Nothing listens at ada@laptop: the connection was refused.' },
    ])
    expect((await api.get<CreatedEndpoint>(`${tenant.path}/endpoints/${relay.id}`)).body).toMatchObject({
      status: 'active',
      health: { circuit: 'closed', failingSince: null },
    })
    // By hand it is sent again, with the next number, also after it has failed.
    expect((await api.post(`${tenant.path}/deliveries/${gone!.deliveryId}/retry`, undefined)).status).toBe(
      202,
    )
    const again = (await listener.received(3)).at(-1)
    expect(again).toMatchObject({ deliveryId: gone!.deliveryId, number: 2 })
    await listener.succeed([again!])
    const retried = await attemptsOf(tenant.path, gone!.deliveryId)
    expect(retried.map(({ number, trigger, result }) => [number, trigger, result])).toContainEqual([
      2,
      'manual',
      'succeeded',
    ])
    listener.kill()
  })

  it('decides about a waiting delivery that was retried by hand: its failure is final', async () => {
    const { tenant, publish, listen } = await createRelay(posthorn)
    await publish()
    const waiting = await waitUntil('the delivery to wait', async () => {
      const { body } = await api.get<Page<Delivery>>(`${tenant.path}/deliveries`)
      return body.data.find(({ reason }) => reason === 'no_listener')
    })
    expect((await api.post(`${tenant.path}/deliveries/${waiting.id}/retry`, undefined)).status).toBe(202)
    const listener = await listen()
    const [delivery] = await listener.received(1)
    const { deliveryId, number } = delivery!
    await listener.answer([{ deliveryId, number, statusCode: 500, durationMs: 1 }])
    expect(await tenant.settled(1)).toMatchObject([
      { status: 'failed', reason: 'not_retried', attemptCount: 1 },
    ])
    expect(await attemptsOf(tenant.path, deliveryId)).toMatchObject([{ trigger: 'manual', statusCode: 500 }])
    listener.kill()
  })

  it('does not change what has succeeded by the failure of a retry, and no hint says so', async () => {
    const { tenant, publish, listen } = await createRelay(posthorn)
    const listener = await listen()
    await publish()
    const [first] = await listener.received(1)
    await listener.succeed([first!])
    await tenant.settled(1)
    await api.post(`${tenant.path}/deliveries/${first!.deliveryId}/retry`, undefined)
    const retried = (await listener.received(2)).at(-1)!
    const { deliveryId, number } = retried
    const live = await readLive(`${posthorn.service('api').url}${tenant.path}/live`, {
      authorization: `Bearer ${ADMIN_KEY}`,
    })
    await live.begun()
    await listener.answer([{ deliveryId, number, statusCode: 500, durationMs: 1 }])
    expect(await tenant.settled(1)).toMatchObject([{ status: 'succeeded' }])
    // Its hint comes after those of the retry.
    await publish()
    const last = (await listener.received(3)).at(-1)!
    await listener.succeed([last])
    await live.hinted('delivery', last.deliveryId, 'succeeded')
    const hints = live.events.flatMap(({ data }) => data?.hints ?? []).filter(({ id }) => id === deliveryId)
    // With a status: to other processes it is a result, and not a new delivery.
    expect(hints.map(({ status }) => status)).toContain('succeeded')
    expect(hints.map(({ status }) => status)).not.toContain('failed')
    live.close()
    listener.kill()
  })

  it('does not change what was cancelled meanwhile by a failure, and its hint says so', async () => {
    const { tenant, publish, listen } = await createRelay(posthorn)
    const listener = await listen()
    await publish()
    const [delivery] = await listener.received(1)
    const { deliveryId, number } = delivery!
    const live = await readLive(`${posthorn.service('api').url}${tenant.path}/live`, {
      authorization: `Bearer ${ADMIN_KEY}`,
    })
    await live.begun()
    expect((await api.post(`${tenant.path}/deliveries/${deliveryId}/cancel`, undefined)).status).toBe(200)
    await listener.answer([{ deliveryId, number, statusCode: 500, durationMs: 1 }])
    // The request to cancel has sent a hint without a status.
    await live.hinted('delivery', deliveryId, 'cancelled')
    live.close()
    listener.kill()
  })

  it('is refused headers that cannot be stored: too large, or no text', async () => {
    const { tenant, publish, listen } = await createRelay(posthorn)
    const listener = await listen()
    await publish()
    const [delivery] = await listener.received(1)
    const { deliveryId, number } = delivery!
    const answer = (headers: Record<string, string | string[]>) =>
      listener.answer([{ deliveryId, number, statusCode: 200, durationMs: 1, headers }])
    for (const headers of [
      { 'x-\0': 'a' },
      { 'x-a': 'a\0' },
      { 'x-a': ['a', '\ud800'] },
      { '': 'a' },
      { 'x-a': [] },
      { 'x-a': 'ä'.repeat(8 * 1024) },
      { 'x-a': Array.from({ length: 6 * 1024 }, () => '') },
      Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`x-${index}`, ''])),
    ])
      expect(await answer(headers)).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
    const largest = { 'x-a': 'a'.repeat(16 * 1024 - 3) }
    expect(await answer(largest)).toEqual(reply(200, { recorded: 1, ignored: 0 }))
    await tenant.settled(1)
    expect(await attemptsOf(tenant.path, deliveryId)).toMatchObject([{ responseHeaders: largest }])
    listener.kill()
  })

  it('gets test events', async () => {
    const { tenant, relay, listen } = await createRelay(posthorn)
    const listener = await listen()
    await api.post(`${tenant.path}/endpoints/${relay.id}/test`, undefined)
    expect(await listener.received(1)).toMatchObject([{ eventType: 'posthorn.test' }])
    await listener.succeed(listener.deliveries)
    await tenant.settled(1)
    listener.kill()
  })

  it('chooses how much of the backlog it gets, and keeps that choice when it connects again', async () => {
    const { publishMany, publish, listen, listenWhenFree, tenant } = await createRelay(posthorn)
    const events = await publishMany(4)
    await waitUntil('the deliveries to wait', async () => {
      const { body } = await api.get<RelayList>(`${tenant.path}/relays`)
      return body.data[0]?.waiting === 4
    })
    const listener = await listen({ backlog: '2' })
    expect((await listener.received(2)).map(({ eventId }) => eventId)).toEqual(
      events.slice(2).map(({ id }) => id),
    )
    await listener.succeed(listener.deliveries)
    listener.kill()
    const later = await publish()
    const again = await listen({ backlog: '0' })
    expect((await again.received(1)).map(({ eventId }) => eventId)).toEqual([later.id])
    await again.succeed(again.deliveries)
    again.kill()
    // Another listener gets the others.
    const other = await listenWhenFree({ pid: 2 })
    expect((await other.received(2)).map(({ eventId }) => eventId)).toEqual(
      events.slice(0, 2).map(({ id }) => id),
    )
    await other.succeed(other.deliveries)
    other.kill()
  })

  it('is sent a comment at once', async () => {
    const { listen } = await createRelay(posthorn)
    const listener = await listen()
    await listener.ready()
    expect(listener.text().startsWith(':')).toBe(true)
    listener.kill()
  })

  it('costs an endpoint with a URL nothing: both get each event', async () => {
    const { tenant, publish, listen } = await createRelay(posthorn)
    const listener = await listen()
    await tenant.endpoint({ url: 'http://127.0.0.1:9/', retrySchedule: [] })
    await publish()
    await listener.succeed(await listener.received(1))
    const settled = await tenant.settled(2)
    expect(settled.map(({ status }) => status).toSorted()).toEqual(['failed', 'succeeded'])
    listener.kill()
  })
})
