import { defineProvider } from '../../define-provider.ts'
import { generatedSecret } from '../../keys/text-secret.ts'
import { dotted, firstOf, headerField } from '../../reading/message-fields.ts'
import { hmac } from '../../schemes/hmac.ts'

/** `X-Shopify-Event-Id` is the same for several webhooks of one action, so it does not identify duplicates. */
export const shopify = defineProvider({
  name: 'shopify',
  title: 'Shopify',
  docsUrl: 'https://shopify.dev/docs/apps/build/webhooks/verify-deliveries',
  setup: [
    'Subscribe your app to topics, with the ingest URL of the source as the delivery URL.',
    'For an app, set its client secret as the secret of the source.',
    'For webhooks of the store settings, set the text that Shopify shows below their list.',
  ],
  secret: generatedSecret({
    title: 'Shopify',
    label: 'Client secret',
    from: 'the settings of the app',
    example: 'shpss_…',
  }),
  signature: hmac({
    header: ['x-shopify-hmac-sha256', 'shopify-hmac-sha256'],
    encoding: 'base64',
    signs: '{body}',
  }),
  type: dotted(firstOf(headerField('X-Shopify-Topic'), headerField('Shopify-Topic'))),
  id: firstOf(headerField('X-Shopify-Webhook-Id'), headerField('Shopify-Webhook-Id')),
  isIdOptional: true,
  storedHeaders: [
    'x-shopify-topic',
    'x-shopify-shop-domain',
    'x-shopify-api-version',
    'x-shopify-webhook-id',
    'x-shopify-event-id',
    'x-shopify-triggered-at',
  ],
})
