import { defineProvider } from '../../define-provider.ts'
import { hexSecret } from '../../keys/encoded-secret.ts'
import { allOf, bodyField, firstOf, scalarField } from '../../reading/message-fields.ts'
import { listOfEvents } from '../../reading/several-events.ts'
import { adyenSignature } from '../../schemes/vendors/adyen.ts'

/** Standard webhooks have a signature in each item, of eight of its fields. Other webhooks have one in a header. */
export const adyen = defineProvider({
  name: 'adyen',
  title: 'Adyen',
  docsUrl: 'https://docs.adyen.com/development-resources/webhooks/secure-webhooks/verify-hmac-signatures',
  setup: [
    'In the Adyen customer area, open Developers, Webhooks, and create a standard webhook.',
    'Enter the ingest URL of the source as the URL, with JSON.',
    'Generate an HMAC key, and set it as the secret of the source. Save the webhook.',
  ],
  secret: hexSecret({
    title: 'Adyen',
    label: 'HMAC key',
    from: 'the webhook in the Adyen customer area',
    example: '44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056',
  }),
  signature: adyenSignature,
  events: listOfEvents({ list: 'notificationItems', event: 'NotificationRequestItem' }),
  type: firstOf(bodyField('eventCode'), bodyField('type')),
  id: allOf(':', bodyField('pspReference'), bodyField('eventCode'), scalarField('success')),
  isIdOptional: true,
  isIdSigned: true,
  reply: { status: 200, contentType: 'text/plain', body: '[accepted]' },
})
