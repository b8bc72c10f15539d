import { stripeAddresses } from '../../../addresses/presets/stripe.ts'
import { defineProvider } from '../../define-provider.ts'
import { generatedSecret } from '../../keys/text-secret.ts'
import { bodyField } from '../../reading/message-fields.ts'
import { hmac } from '../../schemes/hmac.ts'

/**
 * The key is the whole secret as text, including `whsec_`, unlike in Standard Webhooks. Several `v1` are sent while a
 * secret is rolled; `v0` is for test mode only.
 */
export const stripe = defineProvider({
  name: 'stripe',
  title: 'Stripe',
  docsUrl: 'https://docs.stripe.com/webhooks',
  addresses: stripeAddresses,
  setup: [
    'In the Stripe dashboard, open Workbench, then Webhooks, and add an event destination.',
    'Choose the events and enter the ingest URL of the source as the endpoint URL.',
    'Reveal the signing secret of the destination, and set it as the secret of the source.',
  ],
  secret: generatedSecret({
    title: 'Stripe',
    label: 'Signing secret',
    from: 'the Stripe dashboard',
    example: 'whsec_…',
  }),
  signature: hmac({
    header: 'stripe-signature',
    list: { separator: ',', timestamp: 't', signature: 'v1' },
    encoding: 'hex',
    signs: '{timestamp}.{body}',
  }),
  type: bodyField('type'),
  id: bodyField('id'),
  isIdSigned: true,
})
