import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { generateKeyPair } from '../signing/ed25519-key.ts'
import { signEd25519 } from '../signing/sign.ts'
import { type DeliveryHeadersInput, deliveryHeaders } from './delivery-headers.ts'

const newest = `whsec_${Buffer.alloc(32, 1).toString('base64')}`
const oldest = `whsec_${Buffer.alloc(32, 2).toString('base64')}`
const privateKeys = [1, 2].map((byte) => generateKeyPair((n) => Buffer.alloc(n, byte)).privateKey)
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
  privateKeys,
  signatures: ['standard', 'sha256'],
  hops: 1,
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  userAgent: 'Posthorn/0.1.0',
}

const standard = [1, 2]
  .map((byte) =>
    createHmac('sha256', Buffer.alloc(32, byte)).update('evt_1.1614265330.{"id":"evt_1"}').digest('base64'),
  )
  .map((signature) => `v1,${signature}`)
  .join(' ')
const ed25519 = signEd25519({ id: 'evt_1', timestamp: 1614265330, body, privateKeys })
const sha256Of = (secret: string) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
const sha256 = { 'x-webhook-signature': sha256Of(oldest), 'x-webhook-signature-next': sha256Of(newest) }
const unsigned = {
  'content-type': 'application/json',
  'user-agent': 'Posthorn/0.1.0',
  'webhook-id': 'evt_1',
  'webhook-timestamp': '1614265330',
  'x-webhook-event': 'order.completed',
  'x-webhook-delivery': 'dlv_2',
  'x-webhook-attempt': '3',
  'x-posthorn-hops': '1',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
}

describe('deliveryHeaders', () => {
  it.each<[DeliveryHeadersInput['signatures'], Record<string, string>]>([
    [['standard'], { ...unsigned, 'webhook-signature': standard }],
    [['sha256'], { ...unsigned, ...sha256 }],
    [['standard', 'sha256'], { ...unsigned, 'webhook-signature': standard, ...sha256 }],
    [['sha256', 'standard'], { ...unsigned, 'webhook-signature': standard, ...sha256 }],
    [['ed25519'], { ...unsigned, 'webhook-signature': ed25519 }],
    [['standard', 'ed25519'], { ...unsigned, 'webhook-signature': `${standard} ${ed25519}` }],
    [
      ['sha256', 'ed25519', 'standard'],
      { ...unsigned, 'webhook-signature': `${standard} ${ed25519}`, ...sha256 },
    ],
    [[], unsigned],
  ])('are those of docs/headers.md with the signatures %j', (signatures, expected) => {
    expect(deliveryHeaders({ ...input, signatures })).toEqual(expected)
  })

  it.each<[name: string, secrets: string[], expected: Record<string, string>]>([
    ['one secret', [newest], { 'x-webhook-signature': sha256Of(newest) }],
    ['two', [newest, oldest], sha256],
    ['three', [newest, `${newest}b`, oldest], sha256],
  ])('sign with the old secret during its grace period, and also with the new one: %s', (_name, ...given) => {
    const [secrets, expected] = given
    expect(deliveryHeaders({ ...input, signatures: ['sha256'], secrets })).toEqual({
      ...unsigned,
      ...expected,
    })
  })

  it('keep the content type of a raw payload', () => {
    expect(deliveryHeaders({ ...input, contentType: 'text/plain; charset=utf-8' })).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
    })
  })

  it('need a secret', () => {
    expect(() => deliveryHeaders({ ...input, secrets: [] })).toThrow(RangeError)
  })

  it('need a private key only for ed25519', () => {
    expect(() => deliveryHeaders({ ...input, privateKeys: [] })).not.toThrow()
    expect(() => deliveryHeaders({ ...input, signatures: ['ed25519'], privateKeys: [] })).toThrow(RangeError)
  })
})
