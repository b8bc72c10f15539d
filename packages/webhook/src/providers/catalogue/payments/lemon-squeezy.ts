import { defineProvider } from '../../define-provider.ts'
import { chosenSecret } from '../../keys/text-secret.ts'
import { bodyField } from '../../reading/message-fields.ts'
import { hmac } from '../../schemes/hmac.ts'

/** Any status but 200 is a failure for Lemon Squeezy. */
export const lemonSqueezy = defineProvider({
  name: 'lemon-squeezy',
  title: 'Lemon Squeezy',
  docsUrl: 'https://docs.lemonsqueezy.com/help/webhooks/signing-requests',
  setup: [
    'In Lemon Squeezy, open Settings, then Webhooks, and add a webhook.',
    'Enter the ingest URL of the source as the callback URL, and choose the events.',
    'Choose a signing secret, and set the same text as the secret of the source.',
  ],
  secret: chosenSecret({
    title: 'Lemon Squeezy',
    label: 'Signing secret',
    from: 'the webhook in Lemon Squeezy',
    example: 'a-random-text-of-40-characters',
  }),
  signature: hmac({ header: 'x-signature', encoding: 'hex', signs: '{body}' }),
  type: bodyField('meta', 'event_name'),
  storedHeaders: ['x-event-name'],
  reply: { status: 200 },
})
