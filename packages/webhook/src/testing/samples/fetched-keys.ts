import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { generate } from 'selfsigned'
import { type ProviderSample, SAMPLE_SECONDS } from './provider-sample.ts'

const certificate = await generate([{ name: 'commonName', value: 'example.com' }], {
  notBeforeDate: new Date((SAMPLE_SECONDS - 3600) * 1000),
  notAfterDate: new Date('2049-01-01T00:00:00Z'),
  keySize: 2048,
})
const tokenKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const jwk = { ...tokenKeys.publicKey.export({ format: 'jwk' }), kid: 'key-1', alg: 'ES256', use: 'sig' }

/** Serves texts by URL, and nothing else. */
const serving = (texts: Record<string, string>) => async (url: string) => texts[url]
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token of the algorithm ES256. */
export function tokenOf(claims: object, key: KeyObject = tokenKeys.privateKey): string {
  const signed = `${part({ alg: 'ES256', typ: 'JWT', kid: 'key-1' })}.${part(claims)}`
  const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' })
  return `${signed}.${signature.toString('base64url')}`
}

const iso = (seconds: number) => new Date(seconds * 1000).toISOString()
const topicArn = 'arn:aws:sns:eu-central-1:123456789012:orders'

export const fetchedKeySamples: readonly ProviderSample[] = [
  {
    provider: 'plaid',
    secret: 'plaid-secret',
    otherSecret: 'other-secret',
    config: { clientId: 'client-1', environment: 'sandbox' },
    fetchText: async (url, body = '{}') => {
      const isKnown = url === 'https://sandbox.plaid.com/webhook_verification_key/get'
      const { client_id: id, secret, key_id: keyId } = JSON.parse(body)
      const isAllowed = isKnown && id === 'client-1' && secret === 'plaid-secret' && keyId === 'key-1'
      return isAllowed ? JSON.stringify({ key: { ...jwk, expired_at: null } }) : undefined
    },
    body: '{"webhook_type":"TRANSACTIONS","webhook_code":"SYNC_UPDATES_AVAILABLE"}',
    headersAt: (seconds, body) => ({
      'plaid-verification': tokenOf({ iat: seconds, request_body_sha256: sha256(body) }),
    }),
    events: [{ providerType: 'TRANSACTIONS.SYNC_UPDATES_AVAILABLE', id: undefined }],
    covers: 'body',
    signsTime: true,
    needs: ['plaid-verification'],
  },
  {
    provider: 'jwt',
    secret: '',
    otherSecret: '',
    isKeyless: true,
    config: { jwksUrl: 'https://example.com/keys', audience: 'me', bodyHashClaim: 'hash' },
    fetchText: serving({ 'https://example.com/keys': JSON.stringify({ keys: [{ kty: 'oct' }, jwk] }) }),
    body: '{"type":"a"}',
    headersAt: (seconds, body) => ({
      authorization: `Bearer ${tokenOf({ iat: seconds, aud: ['you', 'me'], hash: sha256(body) })}`,
    }),
    events: [{ providerType: 'a', id: undefined }],
    covers: 'body',
    signsTime: true,
    needs: ['authorization'],
  },
  {
    provider: 'paypal',
    secret: '',
    otherSecret: '',
    isKeyless: true,
    config: { webhookId: '8PT597110X687430LKGECATA' },
    fetchText: serving({ 'https://api.paypal.com/v1/notifications/certs/CERT-1': certificate.cert }),
    body: '{"id":"WH-1","event_type":"PAYMENT.CAPTURE.COMPLETED"}',
    headersAt(seconds, body) {
      const signed = `t-1|${iso(seconds)}|8PT597110X687430LKGECATA|${crc32(body)}`
      return {
        'paypal-transmission-id': 't-1',
        'paypal-transmission-time': iso(seconds),
        'paypal-transmission-sig': sign('sha256', Buffer.from(signed), certificate.private).toString(
          'base64',
        ),
        'paypal-cert-url': 'https://api.paypal.com/v1/notifications/certs/CERT-1',
      }
    },
    events: [{ providerType: 'PAYMENT.CAPTURE.COMPLETED', id: 'WH-1' }],
    covers: 'body',
    signsTime: true,
    needs: ['id', 'time', 'sig'].map((name) => `paypal-transmission-${name}`).concat('paypal-cert-url'),
  },
  {
    provider: 'aws-sns',
    secret: '',
    otherSecret: '',
    isKeyless: true,
    config: { topicArn, signatureVersion: '2' },
    fetchText: serving({
      'https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-01ab.pem': certificate.cert,
    }),
    body: '',
    bodyAt(seconds) {
      const Timestamp = iso(seconds)
      const lines = ['Message', 'hello', 'MessageId', 'm-1', 'Timestamp', Timestamp, 'TopicArn', topicArn]
      const signed = [...lines, 'Type', 'Notification', ''].join('\n')
      return JSON.stringify({
        Type: 'Notification',
        MessageId: 'm-1',
        TopicArn: topicArn,
        Message: 'hello',
        Timestamp,
        SignatureVersion: '2',
        Signature: sign('sha256', Buffer.from(signed), certificate.private).toString('base64'),
        SigningCertURL: 'https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-01ab.pem',
      })
    },
    headersAt: () => ({ 'content-type': 'text/plain; charset=UTF-8' }),
    events: [{ providerType: 'Notification', id: 'm-1' }],
    covers: 'fields',
    signedField: ['"hello"', '"hallo"'],
    signsTime: true,
    retrySeconds: 3600,
    needs: [],
  },
]
