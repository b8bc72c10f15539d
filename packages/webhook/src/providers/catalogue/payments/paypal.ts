import { z } from 'zod'
import { defineProvider } from '../../define-provider.ts'
import { bodyField } from '../../reading/message-fields.ts'
import { payPalSignature } from '../../schemes/fetched/paypal.ts'

const config = z.strictObject({
  webhookId: z
    .string()
    .regex(/^[A-Za-z0-9]{1,50}$/, 'expected letters and digits, such as "8PT597110X687430LKGECATA"')
    .meta({ title: 'Webhook id', description: 'Shown beside the webhook in the settings of the app' }),
  environment: z.enum(['production', 'sandbox']).default('production').meta({ title: 'Environment' }),
})

export const paypal = defineProvider({
  name: 'paypal',
  title: 'PayPal',
  docsUrl: 'https://developer.paypal.com/api/rest/webhooks/rest/',
  setup: [
    'In the PayPal developer dashboard, open your app, and add a webhook with the ingest URL of the source.',
    'Choose the events, and copy the webhook id into the config of the source.',
    'PayPal signs only a CRC32 of the body: confirm payments through its API before you act on them.',
  ],
  config,
  signature: payPalSignature,
  type: bodyField('event_type'),
  id: bodyField('id'),
  storedHeaders: ['paypal-transmission-id', 'paypal-transmission-time'],
  reply: { status: 200 },
})
