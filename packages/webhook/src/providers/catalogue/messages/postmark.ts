import { defineProvider } from '../../define-provider.ts'
import { basicCredentials } from '../../keys/text-secret.ts'
import { bodyField } from '../../reading/message-fields.ts'
import { basicAuthentication } from '../../schemes/token.ts'

/** Postmark signs nothing. Its message id is the same in several events, so duplicates are found by body. */
export const postmark = defineProvider({
  name: 'postmark',
  title: 'Postmark',
  docsUrl: 'https://postmarkapp.com/developer/webhooks/webhooks-overview',
  setup: [
    'In Postmark, open the message stream, then Webhooks, and add a webhook with the ingest URL of the source.',
    'Under basic auth credentials, enter a user name and a long random password.',
    'Set both, separated by a colon, as the secret of the source.',
  ],
  secret: basicCredentials({ title: 'Postmark', from: 'the webhook in Postmark' }),
  signature: basicAuthentication,
  type: bodyField('RecordType'),
  typeFallback: 'Inbound',
  reply: { status: 200 },
})
