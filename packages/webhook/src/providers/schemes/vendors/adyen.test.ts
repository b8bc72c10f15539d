import { createHmac } from 'node:crypto'
import { expect, it } from 'vitest'
import { verifyRequest } from '../../../testing/verify-request.ts'
import { providerOf } from '../../catalogue.ts'

const KEY = '44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056'
/** With a colon in the reference that the merchant has chosen. */
const SIGNED = 'psp-1::acme:order:7:100:EUR:AUTHORISATION:true'

async function verdictOn(fields: object) {
  const adyen = providerOf('adyen')
  const hmacSignature = createHmac('sha256', Buffer.from(KEY, 'hex')).update(SIGNED).digest('base64')
  const item = { ...fields, eventCode: 'AUTHORISATION', success: 'true', additionalData: { hmacSignature } }
  return verifyRequest(adyen, {
    headers: {},
    config: {},
    body: Buffer.from(JSON.stringify({ notificationItems: [{ NotificationRequestItem: item }] })),
    keys: adyen.keysOf([KEY], {}),
    now: new Date(),
    toleranceSeconds: 300,
  })
}

const amount = { value: 100, currency: 'EUR' }

it('accepts an item whose merchant reference has a colon', async () => {
  const fields = { pspReference: 'psp-1', merchantAccountCode: 'acme', merchantReference: 'order:7', amount }
  expect(await verdictOn(fields)).toMatchObject({ verified: true })
})

it('rejects the same signed text divided into other fields', async () => {
  const moved = {
    pspReference: 'psp-1:',
    originalReference: 'acme',
    merchantAccountCode: 'order',
    merchantReference: '7',
  }
  expect(await verdictOn({ ...moved, amount })).toEqual({
    verified: false,
    cause: 'malformed_header',
  })
})
