import { razorpayAddresses } from '../../../addresses/presets/razorpay.ts'
import { defineProvider } from '../../define-provider.ts'
import { chosenSecret } from '../../keys/text-secret.ts'
import { bodyField, headerField } from '../../reading/message-fields.ts'
import { hmac } from '../../schemes/hmac.ts'

export const razorpay = defineProvider({
  name: 'razorpay',
  title: 'Razorpay',
  docsUrl: 'https://razorpay.com/docs/webhooks/validate-test/',
  addresses: razorpayAddresses,
  setup: [
    'In the Razorpay dashboard, open Account & Settings, then Webhooks, and add a webhook.',
    'Enter the ingest URL of the source, and choose the events.',
    'Choose a secret, and set the same text as the secret of the source. It is not the API key secret.',
  ],
  secret: chosenSecret({
    title: 'Razorpay',
    label: 'Webhook secret',
    from: 'the webhook in Razorpay',
    example: 'a-random-text',
  }),
  signature: hmac({ header: 'x-razorpay-signature', encoding: 'hex', signs: '{body}' }),
  type: bodyField('event'),
  id: headerField('X-Razorpay-Event-Id'),
  isIdOptional: true,
  storedHeaders: ['x-razorpay-event-id'],
})
