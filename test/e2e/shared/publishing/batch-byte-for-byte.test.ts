import type { PublishedBatch } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import { startReceiver } from '../../../harness/receiver.ts'
import { BACKENDS } from '../../../harness/redis/redis.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'

const BODIES = {
  'a 20-digit number': '{"amount":12345678901234567890,"rate":1.10,"big":1e400}',
  'escaped unicode': '{"text":"\\u00e9\\ud83d\\ude00\\u0000 é 😀","slash":"\\/"}',
  'odd white space': '{ \t"a" :\n[ 1 ,\r\n2 ]\n ,"b":{  }  }',
  'its own member order, and text that looks like its end': '{"b":"}],","2":1,"1":"\\"]}"}',
}

describe.each(BACKENDS)('with the queue on %s, the events of a batch', (queue) => {
  const posthorn = sharedPosthorn(queue)

  it('arrive byte for byte', async () => {
    const receiver = await startReceiver()
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url, payloadFormat: 'raw' })
    const items = Object.values(BODIES).map((data, index) => `{"data": ${data} ,"type":"order.t-${index}"}`)

    const batch = await posthorn.api.post<PublishedBatch>(
      `${tenant.path}/events/batch`,
      `{"events": [ ${items.join(' ,\n')} ] }`,
    )

    const received = await receiver.waitFor(items.length)
    const bodies = Object.fromEntries(
      received.map(({ headers, body }) => [headers['x-webhook-event'], body.toString()]),
    )
    expect(bodies).toEqual(
      Object.fromEntries(Object.values(BODIES).map((data, index) => [`order.t-${index}`, data])),
    )
    for (const [index, data] of Object.values(BODIES).entries()) {
      const result = batch.body.data[index]
      if (result === undefined || !('event' in result)) throw new Error('the event was not published')
      const event = await posthorn.api.get(`${tenant.path}/events/${result.event.id}`)
      expect(event.text.endsWith(`,"data":${data}}`)).toBe(true)
    }
    await receiver.close()
  })
})
