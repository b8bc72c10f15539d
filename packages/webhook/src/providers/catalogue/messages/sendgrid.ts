import { defineProvider } from '../../define-provider.ts'
import { p256PublicKey } from '../../keys/public-keys.ts'
import { bodyField } from '../../reading/message-fields.ts'
import { arrayOfEvents } from '../../reading/several-events.ts'
import { publicKeySignature } from '../../schemes/public-key-signature.ts'

export const sendgrid = defineProvider({
  name: 'sendgrid',
  title: 'SendGrid',
  docsUrl:
    'https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features',
  setup: [
    'In SendGrid, open Settings, Mail Settings, Event Webhooks, and create a webhook.',
    'Enter the ingest URL of the source as the post URL, and choose the actions.',
    'Enable the signed event webhook, copy the verification key, and set it as the public key of the source.',
  ],
  publicKey: p256PublicKey({ title: 'SendGrid', from: 'the signed event webhook in SendGrid' }),
  signature: publicKeySignature({
    kind: 'ecdsa-p256',
    encoding: 'base64',
    header: 'x-twilio-email-event-webhook-signature',
    timestamp: { header: 'x-twilio-email-event-webhook-timestamp', unit: 'seconds' },
  }),
  events: arrayOfEvents,
  type: bodyField('event'),
  id: bodyField('sg_event_id'),
  isIdOptional: true,
  isIdSigned: true,
})
