import { newId } from '@posthorn/contracts'
import { expect, it } from 'vitest'
import type { SignedDelivery } from './claim-for-listener.ts'
import { deliveryText } from './delivery-text.ts'

it.each([0, 1, 192 * 1024 - 1, 192 * 1024, 192 * 1024 + 1, 1_000_001])(
  'writes a body of %i bytes in parts that join',
  (length) => {
    const body = Buffer.alloc(length, 'ab"\u00e9\0')
    const claim = { deliveryId: newId('delivery'), attemptNumber: 2, eventId: newId('event'), eventType: 'a' }
    const delivery = { claim, headers: { 'webhook-id': 'x"' }, body, expiresAt: new Date(0) }
    const text = [...deliveryText(delivery as unknown as SignedDelivery)].join('')
    const { bodyBase64, ...fields } = JSON.parse(text) as { bodyBase64: string }
    expect(Buffer.from(bodyBase64, 'base64').equals(body)).toBe(true)
    expect(fields).toEqual({
      deliveryId: claim.deliveryId,
      number: 2,
      eventId: claim.eventId,
      eventType: 'a',
      method: 'POST',
      path: '/',
      headers: { 'webhook-id': 'x"' },
      expiresAt: '1970-01-01T00:00:00.000Z',
    })
  },
)
