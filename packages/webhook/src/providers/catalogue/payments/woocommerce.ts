import { defineProvider } from '../../define-provider.ts'
import { chosenSecret } from '../../keys/text-secret.ts'
import { headerField } from '../../reading/message-fields.ts'
import { hmac } from '../../schemes/hmac.ts'

export const woocommerce = defineProvider({
  name: 'woocommerce',
  title: 'WooCommerce',
  docsUrl: 'https://woocommerce.com/document/webhooks/',
  setup: [
    'In WordPress, open WooCommerce, Settings, Advanced, Webhooks, and add a webhook.',
    'Choose a topic, and enter the ingest URL of the source as the delivery URL.',
    'Enter a secret of your choice, and set the same text as the secret of the source.',
  ],
  secret: chosenSecret({
    title: 'WooCommerce',
    label: 'Secret',
    from: 'the webhook in WooCommerce',
    example: 'a-random-text',
  }),
  signature: hmac({ header: 'x-wc-webhook-signature', encoding: 'base64', signs: '{body}' }),
  type: headerField('X-WC-Webhook-Topic'),
  id: headerField('X-WC-Webhook-Delivery-ID'),
  isIdOptional: true,
  storedHeaders: ['x-wc-webhook-topic', 'x-wc-webhook-source', 'x-wc-webhook-delivery-id'],
})
