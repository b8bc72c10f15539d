import { defineProvider } from '../../define-provider.ts'
import { generatedSecret } from '../../keys/text-secret.ts'
import { bodyField } from '../../reading/message-fields.ts'
import { mailgunSignature } from '../../schemes/vendors/mailgun.ts'

/** Only timestamp and token are signed, not the event. */
export const mailgun = defineProvider({
  name: 'mailgun',
  title: 'Mailgun',
  docsUrl: 'https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks',
  setup: [
    'In Mailgun, open Send, Sending, Webhooks, and add a webhook with the ingest URL of the source.',
    'Copy the HTTP webhook signing key from the API security page, and set it as the secret of the source.',
    'Mailgun does not sign the event itself: consider a `dedupeBy` of `id-or-body`.',
  ],
  secret: generatedSecret({
    title: 'Mailgun',
    label: 'HTTP webhook signing key',
    from: 'the API security page of Mailgun',
    example: 'key-…',
  }),
  signature: mailgunSignature,
  type: bodyField('event-data', 'event'),
  id: bodyField('event-data', 'id'),
  isIdOptional: true,
  reply: { status: 200 },
})
