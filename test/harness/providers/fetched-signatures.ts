import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { generate } from 'selfsigned'
import type { SignedWebhook } from '../webhooks.ts'

export const PAYPAL_CERTS = 'https://api.paypal.com/v1/notifications/certs'
export const SNS = 'https://sns.eu-central-1.amazonaws.com'
export const TOPIC_ARN = 'arn:aws:sns:eu-central-1:123456789012:orders'

const { cert, private: certifiedKey } = await generate([{ name: 'commonName', value: 'example.com' }], {
  keySize: 2048,
  algorithm: 'sha256',
})
/** The certificate of PayPal and of SNS. */
export const CERTIFICATE = cert

const tokenKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
/** The key of Plaid and of the sender of tokens. */
export const JWK = {
  ...tokenKeys.publicKey.export({ format: 'jwk' }),
  kid: 'key-1',
  alg: 'ES256',
  use: 'sig',
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const seconds = () => Math.floor(Date.now() / 1000)

function token(claims: object, kid: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${part({ alg: 'ES256', typ: 'JWT', kid })}.${part({ iat: seconds(), ...claims })}`
  const key = { key: tokenKeys.privateKey, dsaEncoding: 'ieee-p1363' as const }
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`
}

/** A token for the body in `Authorization`. */
export function jwtWebhook(body: string): SignedWebhook {
  return { body, headers: { authorization: `Bearer ${token({ aud: 'me', hash: sha256(body) }, 'key-1')}` } }
}

export function plaidWebhook(body: string): SignedWebhook {
  return { body, headers: { 'plaid-verification': token({ request_body_sha256: sha256(body) }, 'key-1') } }
}

/** Signed with {@link CERTIFICATE}, which the named certificate is. */
export function payPalWebhook(webhookId: string, body: string, certificate = 'CERT-1'): SignedWebhook {
  const time = new Date().toISOString()
  const signature = sign('sha256', Buffer.from(`t-1|${time}|${webhookId}|${crc32(body)}`), certifiedKey)
  return {
    body,
    headers: {
      'paypal-transmission-id': 't-1',
      'paypal-transmission-time': time,
      'paypal-transmission-sig': signature.toString('base64'),
      'paypal-cert-url': `${PAYPAL_CERTS}/${certificate}`,
    },
  }
}

/** A message of SNS with these members, signed with SHA-256. */
export function snsWebhook(message: { Type: string } & Record<string, string>): SignedWebhook {
  const fields: Record<string, string> = {
    TopicArn: TOPIC_ARN,
    Timestamp: new Date().toISOString(),
    ...message,
  }
  const content = Object.keys(fields)
    .toSorted()
    .map((name) => `${name}\n${fields[name]}\n`)
    .join('')
  const body = JSON.stringify({
    ...fields,
    SignatureVersion: '2',
    Signature: sign('sha256', Buffer.from(content), certifiedKey).toString('base64'),
    SigningCertURL: `${SNS}/SimpleNotificationService-01ab.pem`,
  })
  return { body, headers: { 'content-type': 'text/plain; charset=UTF-8' } }
}
