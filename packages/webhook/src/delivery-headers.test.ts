import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type DeliveryHeadersInput, deliveryHeaders } from './delivery-headers.ts'

const newest = `whsec_${Buffer.alloc(32, 1).toString('base64')}`
const oldest = `whsec_${Buffer.alloc(32, 2).toString('base64')}`
const body = Buffer.from('{"id":"evt_1"}')
const input: DeliveryHeadersInput = {
  eventId: 'evt_1',
  eventType: 'order.completed',
  deliveryId: 'dlv_2',
  attemptNumber: 3,
  timestamp: 1614265330,
  body,
  contentType: 'application/json',
  secrets: [newest, oldest],
  signatures: ['standard', 'sha256'],
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  userAgent: 'Posthorn/0.1.0',
}

const standard = [1, 2]
  .map((byte) =>
    createHmac('sha256', Buffer.alloc(32, byte)).update('evt_1.1614265330.{"id":"evt_1"}').digest('base64'),
  )
  .map((signature) => `v1,${signature}`)
  .join(' ')
const sha256 = `sha256=${createHmac('sha256', newest).update(body).digest('hex')}`
const unsigned = {
  'content-type': 'application/json',
  'user-agent': 'Posthorn/0.1.0',
  'webhook-id': 'evt_1',
  'webhook-timestamp': '1614265330',
  'x-webhook-event': 'order.completed',
  'x-webhook-delivery': 'dlv_2',
  'x-webhook-attempt': '3',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
}

describe('deliveryHeaders', () => {
  it.each<[DeliveryHeadersInput['signatures'], Record<string, string>]>([
    [['standard'], { ...unsigned, 'webhook-signature': standard }],
    [['sha256'], { ...unsigned, 'x-webhook-signature': sha256 }],
    [['standard', 'sha256'], { ...unsigned, 'webhook-signature': standard, 'x-webhook-signature': sha256 }],
    [['sha256', 'standard'], { ...unsigned, 'webhook-signature': standard, 'x-webhook-signature': sha256 }],
    [[], unsigned],
  ])('are those of the contract with the signatures %j', (signatures, expected) => {
    expect(deliveryHeaders({ ...input, signatures })).toEqual(expected)
  })

  it('keep the content type of a raw payload', () => {
    expect(deliveryHeaders({ ...input, contentType: 'text/plain; charset=utf-8' })).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
    })
  })

  it('are not made without a secret', () => {
    expect(() => deliveryHeaders({ ...input, secrets: [] })).toThrow(RangeError)
  })
})
