import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { SignedWebhook } from '../webhooks.ts'

const JSON_TYPE = { 'content-type': 'application/json' }

/** A key pair of SendGrid's signed event webhook; `publicKey` as SendGrid shows it. */
export function sendgridKeys(): { publicKey: string; privateKey: KeyObject } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'), privateKey }
}

/** SendGrid signs the time and the body with ECDSA. */
export function sendgridWebhook(privateKey: KeyObject, body: string): SignedWebhook {
  const time = String(Math.floor(Date.now() / 1000))
  return {
    body,
    headers: {
      ...JSON_TYPE,
      'x-twilio-email-event-webhook-timestamp': time,
      'x-twilio-email-event-webhook-signature': sign('sha256', Buffer.from(time + body), privateKey).toString(
        'base64',
      ),
    },
  }
}

/** HubSpot signs method, URL, body and time, which is in milliseconds. */
export function hubspotWebhook(secret: string, url: string, body: string): SignedWebhook {
  const time = String(Date.now())
  return {
    body,
    headers: {
      ...JSON_TYPE,
      'x-hubspot-request-timestamp': time,
      'x-hubspot-signature-v3': createHmac('sha256', secret)
        .update(`POST${url}${body}${time}`)
        .digest('base64'),
    },
  }
}

/** A standard notification item of Adyen, which signs eight of its fields. */
export function adyenItem(hexKey: string, pspReference: string, eventCode: string): string {
  const content = `${pspReference}::Merchant:order-1:1130:EUR:${eventCode}:true`
  const hmacSignature = createHmac('sha256', Buffer.from(hexKey, 'hex')).update(content).digest('base64')
  return JSON.stringify({
    additionalData: { hmacSignature },
    amount: { currency: 'EUR', value: 1130 },
    eventCode,
    merchantAccountCode: 'Merchant',
    merchantReference: 'order-1',
    pspReference,
    success: 'true',
  })
}

/** The request of Adyen with these items. */
export function adyenWebhook(items: readonly string[]): SignedWebhook {
  const list = items.map((item) => `{"NotificationRequestItem":${item}}`).join(',')
  return { body: `{"live":"false","notificationItems":[${list}]}`, headers: JSON_TYPE }
}

/** Adyen's other webhooks have one event, and the signature of the body in a header. */
export function adyenEvent(hexKey: string, body: string): SignedWebhook {
  const signature = createHmac('sha256', Buffer.from(hexKey, 'hex')).update(body).digest('base64')
  return { body, headers: { ...JSON_TYPE, hmacsignature: signature } }
}
