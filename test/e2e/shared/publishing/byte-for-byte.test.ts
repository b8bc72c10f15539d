import { Webhook } from 'standardwebhooks'
import { request } from 'undici'
import { describe, expect, it } from 'vitest'
import { startReceiver } from '../../../harness/receiver.ts'
import { BACKENDS } from '../../../harness/redis/redis.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

const BODIES = {
  'a 20-digit number': '{"amount":12345678901234567890,"rate":1.10,"big":1e400}',
  'escaped unicode': '{"text":"\\u00e9\\ud83d\\ude00\\u0000 é 😀","slash":"\\/"}',
  'odd white space': '{ \t"a" :\n[ 1 ,\r\n2 ]\n ,"b":{  }  }',
  'members in their own order': '{"b":1,"2":2,"a":3,"1":4}',
}

/** Bodies that only a provider may send. */
const BODIES_OF_PROVIDERS = {
  ...BODIES,
  'duplicate members': '{"b":1,"a":2,"b":3}',
  'a name that could change object prototypes': '{"__proto__":{"admin":true}}',
}

describe.each(BACKENDS)('with the queue on %s, data arrives byte for byte:', (queue) => {
  const posthorn = sharedPosthorn(queue)

  it.each(Object.entries(BODIES))('%s, when it is published', async (_name, data) => {
    const receiver = await startReceiver()
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: `${receiver.url}/envelope` })
    await tenant.endpoint({ url: `${receiver.url}/raw`, payloadFormat: 'raw' })

    const reply = await posthorn.api.post<{ id: string; timestamp: string }>(
      `${tenant.path}/events`,
      `{"data": ${data} ,"type":"order.completed"}`,
    )

    expect(reply.status).toBe(202)
    const { id, timestamp } = reply.body
    const bodies = Object.fromEntries(
      (await receiver.waitFor(2)).map(({ path, body }) => [path, body.toString()]),
    )
    expect(bodies).toEqual({
      '/envelope': `{"id":"${id}","type":"order.completed","timestamp":"${timestamp}","data":${data}}`,
      '/raw': data,
    })
    const event = await posthorn.api.get(`${tenant.path}/events/${id}`)
    expect(event.text.endsWith(`,"data":${data}}`)).toBe(true)
    await receiver.close()
  })

  it.each(Object.entries(BODIES_OF_PROVIDERS))('%s, when a provider sends it', async (_name, data) => {
    const receiver = await startReceiver()
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: `${receiver.url}/envelope` })
    await tenant.endpoint({ url: `${receiver.url}/raw`, payloadFormat: 'raw' })
    const { ingestUrl } = await tenant.source({
      name: 'shop',
      provider: 'standard-webhooks',
      secrets: [SECRET],
    })

    const now = new Date()
    const response = await request(ingestUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'webhook-id': 'msg_1',
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(SECRET).sign('msg_1', now, data),
      },
      body: data,
    })

    expect([response.statusCode, await response.body.text()]).toEqual([
      202,
      expect.stringContaining('accepted'),
    ])
    const received = await receiver.waitFor(2)
    const raw = received.find(({ path }) => path === '/raw')
    const envelope = received.find(({ path }) => path === '/envelope')
    expect(raw?.body.toString()).toBe(data)
    expect(raw?.headers['content-type']).toBe('application/json; charset=utf-8')
    expect(envelope?.body.toString().endsWith(`,"data":${data}}`)).toBe(true)
    await receiver.close()
  })
})
