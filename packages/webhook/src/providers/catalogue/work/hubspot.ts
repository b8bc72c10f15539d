import { publicUrlConfig } from '../../config/public-url.ts'
import { defineProvider } from '../../define-provider.ts'
import { generatedSecret } from '../../keys/text-secret.ts'
import { allOf, bodyField, scalarField } from '../../reading/message-fields.ts'
import { arrayOfEvents } from '../../reading/several-events.ts'
import { hmac } from '../../schemes/hmac.ts'

/** Version 3 of the signature; the older ones are plain hashes. An event id alone is not unique. */
export const hubspot = defineProvider({
  name: 'hubspot',
  title: 'HubSpot',
  docsUrl: 'https://developers.hubspot.com/docs/apps/legacy-apps/authentication/validating-requests',
  setup: [
    'In HubSpot, open your app, and copy its client secret. Set it as the secret of the source.',
    'Under Webhooks, enter the ingest URL of the source as the target URL.',
    'Create the subscriptions.',
  ],
  secret: generatedSecret({
    title: 'HubSpot',
    label: 'Client secret',
    from: 'the app in HubSpot',
    example: 'a1b2c3…',
  }),
  config: publicUrlConfig,
  signature: hmac({
    header: 'x-hubspot-signature-v3',
    encoding: 'base64',
    timestampHeader: 'x-hubspot-request-timestamp',
    timestampUnit: 'milliseconds',
    signs: '{method}{url}{body}{timestamp}',
  }),
  events: arrayOfEvents,
  type: bodyField('subscriptionType'),
  typeFallback: 'message',
  id: allOf(
    '-',
    scalarField('subscriptionId'),
    scalarField('eventId'),
    scalarField('objectId'),
    scalarField('occurredAt'),
  ),
  isIdOptional: true,
  isIdSigned: true,
})
