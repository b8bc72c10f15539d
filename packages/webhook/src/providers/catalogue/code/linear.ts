import { defineProvider } from '../../define-provider.ts'
import { generatedSecret } from '../../keys/text-secret.ts'
import { bodyField, headerField, withOptional } from '../../reading/message-fields.ts'
import { withTimeInBody } from '../../schemes/body-signature.ts'
import { hmac } from '../../schemes/hmac.ts'

/** The signed time is in the body; the header `Linear-Timestamp` is not signed. `webhookId` names the webhook, not the event. */
export const linear = defineProvider({
  name: 'linear',
  title: 'Linear',
  docsUrl: 'https://linear.app/developers/webhooks',
  setup: [
    'In Linear, open Settings, then API, and create a webhook.',
    'Enter the ingest URL of the source, and choose the data change events.',
    'Copy the signing secret of the webhook, and set it as the secret of the source.',
  ],
  secret: generatedSecret({
    title: 'Linear',
    label: 'Signing secret',
    from: 'the webhook in Linear',
    example: 'lin_wh_…',
  }),
  signature: withTimeInBody(hmac({ header: 'linear-signature', encoding: 'hex', signs: '{body}' }), {
    member: 'webhookTimestamp',
    unit: 'milliseconds',
  }),
  type: withOptional('.', bodyField('type'), bodyField('action')),
  id: headerField('Linear-Delivery'),
  isIdOptional: true,
  storedHeaders: ['linear-event', 'linear-delivery'],
})
