import { defineProvider } from '../../define-provider.ts'
import { chosenSecret } from '../../keys/text-secret.ts'
import { bodyField } from '../../reading/message-fields.ts'
import { hmac } from '../../schemes/hmac.ts'

export const typeform = defineProvider({
  name: 'typeform',
  title: 'Typeform',
  docsUrl: 'https://www.typeform.com/developers/webhooks/secure-your-webhooks/',
  setup: [
    'In Typeform, open the form, then Connect, Webhooks, and add a webhook with the ingest URL of the source.',
    'Edit the webhook, enter a secret of your choice, and set the same text as the secret of the source.',
    'Turn the webhook on.',
  ],
  secret: chosenSecret({
    title: 'Typeform',
    label: 'Secret',
    from: 'the webhook in Typeform',
    example: 'a-random-text',
  }),
  signature: hmac({ header: 'typeform-signature', prefix: 'sha256=', encoding: 'base64', signs: '{body}' }),
  type: bodyField('event_type'),
  id: bodyField('event_id'),
  isIdSigned: true,
})
