import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import type { SignedWebhook } from '../webhooks.ts'

/** Slack and Zoom sign alike: `v0=` and the hex HMAC-SHA256 of `v0:{time}:{body}`. */
export function timedWebhook(provider: 'slack' | 'zoom', secret: string, body: string): SignedWebhook {
  const time = String(nowSeconds())
  const prefix = provider === 'slack' ? 'x-slack' : 'x-zm'
  const hex = createHmac('sha256', secret).update(`v0:${time}:${body}`).digest('hex')
  return { body, headers: { [`${prefix}-request-timestamp`]: time, [`${prefix}-signature`]: `v0=${hex}` } }
}

/** Meta and X sign the body; X encodes in base64. */
export function bodyWebhook(provider: 'meta' | 'x', secret: string, body: string): SignedWebhook {
  const hmac = createHmac('sha256', secret).update(body)
  return provider === 'meta'
    ? { body, headers: { 'x-hub-signature-256': `sha256=${hmac.digest('hex')}` } }
    : { body, headers: { 'x-twitter-webhooks-signature': `sha256=${hmac.digest('base64')}` } }
}

/** The key pair of a Discord application. */
export function discordKeys() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const hex = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('hex')
  return {
    publicKey: hex,
    webhook: (body: string): SignedWebhook => {
      const time = String(nowSeconds())
      const signature = sign(null, Buffer.from(time + body), privateKey).toString('hex')
      return { body, headers: { 'x-signature-timestamp': time, 'x-signature-ed25519': signature } }
    },
  }
}

/** Twilio signs the URL, and the fields of a form sorted by name. */
export function twilioWebhook(token: string, url: string, fields: Record<string, string>): SignedWebhook {
  const names = Object.keys(fields).toSorted()
  const content = url + names.map((name) => name + fields[name]).join('')
  return {
    body: new URLSearchParams(fields).toString(),
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': createHmac('sha1', token).update(content).digest('base64'),
    },
  }
}

/** Square signs the URL and the body. */
export function squareWebhook(secret: string, url: string, body: string): SignedWebhook {
  const signature = createHmac('sha256', secret).update(url).update(body).digest('base64')
  return {
    body,
    headers: { 'content-type': 'application/json', 'x-square-hmacsha256-signature': signature },
  }
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1000)
}
