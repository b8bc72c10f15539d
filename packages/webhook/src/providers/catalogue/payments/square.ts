import { publicUrlConfig } from '../../config/public-url.ts'
import { defineProvider } from '../../define-provider.ts'
import { generatedSecret } from '../../keys/text-secret.ts'
import { bodyField } from '../../reading/message-fields.ts'
import { hmac } from '../../schemes/hmac.ts'

export const square = defineProvider({
  name: 'square',
  title: 'Square',
  docsUrl: 'https://developer.squareup.com/docs/webhooks/step3validate',
  setup: [
    'In the Square developer console, open your application, then Webhooks, Subscriptions, and add a subscription.',
    'Enter the ingest URL of the source as the notification URL, and choose the events.',
    'Copy the signature key of the subscription, and set it as the secret of the source.',
  ],
  secret: generatedSecret({
    title: 'Square',
    label: 'Signature key',
    from: 'the webhook subscription in Square',
    example: 'sq_signature_key',
  }),
  config: publicUrlConfig,
  signature: hmac({
    header: 'x-square-hmacsha256-signature',
    encoding: 'base64',
    signs: '{url}{body}',
  }),
  type: bodyField('type'),
  id: bodyField('event_id'),
  isIdSigned: true,
})
