import { generateKeyPairSync, sign } from 'node:crypto'
import type { ProviderSample } from './provider-sample.ts'

const discordKeys = generateKeyPairSync('ed25519')
const sendgridKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const hexOf = (key: typeof discordKeys.publicKey) =>
  Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url').toString('hex')
const spkiOf = (key: typeof discordKeys.publicKey) =>
  key.export({ format: 'der', type: 'spki' }).toString('base64')

export const keyPairSamples: readonly ProviderSample[] = [
  {
    provider: 'discord',
    secret: hexOf(discordKeys.publicKey),
    otherSecret: hexOf(generateKeyPairSync('ed25519').publicKey),
    body: '{"version":1,"type":1,"event":{"type":"APPLICATION_AUTHORIZED","data":{}}}',
    headersAt: (seconds, body) => ({
      'x-signature-timestamp': `${seconds}`,
      'x-signature-ed25519': sign(null, Buffer.from(`${seconds}${body}`), discordKeys.privateKey).toString(
        'hex',
      ),
    }),
    events: [{ providerType: 'APPLICATION_AUTHORIZED', id: undefined }],
    covers: 'body',
    signsTime: true,
    needs: ['x-signature-timestamp', 'x-signature-ed25519'],
  },
  {
    provider: 'sendgrid',
    secret: spkiOf(sendgridKeys.publicKey),
    otherSecret: spkiOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey),
    body: '[ {"event":"delivered","sg_event_id":"a=="} , {"event":"open","sg_event_id":"b"} ]',
    headersAt: (seconds, body) => ({
      'x-twilio-email-event-webhook-timestamp': `${seconds}`,
      'x-twilio-email-event-webhook-signature': sign(
        'sha256',
        Buffer.from(`${seconds}${body}`),
        sendgridKeys.privateKey,
      ).toString('base64'),
    }),
    events: [
      { providerType: 'delivered', id: 'a==', data: '{"event":"delivered","sg_event_id":"a=="}' },
      { providerType: 'open', id: 'b', data: '{"event":"open","sg_event_id":"b"}' },
    ],
    covers: 'body',
    signsTime: true,
    needs: ['x-twilio-email-event-webhook-timestamp', 'x-twilio-email-event-webhook-signature'],
  },
]
