import { defineProvider } from '../../define-provider.ts'
import { generatedSecret } from '../../keys/text-secret.ts'
import { bodyField } from '../../reading/message-fields.ts'
import { hmac } from '../../schemes/hmac.ts'

export const vercel = defineProvider({
  name: 'vercel',
  title: 'Vercel',
  docsUrl: 'https://vercel.com/docs/webhooks',
  setup: [
    'In the settings of the team, open Webhooks, choose the events, and enter the ingest URL of the source.',
    'Copy the secret that Vercel shows once, and set it as the secret of the source.',
    'For the webhooks of an integration, set its client secret instead.',
  ],
  secret: generatedSecret({
    title: 'Vercel',
    label: 'Secret',
    from: 'the webhook on Vercel',
    example: 'a1b2c3…',
  }),
  signature: hmac({ algorithm: 'sha1', header: 'x-vercel-signature', encoding: 'hex', signs: '{body}' }),
  type: bodyField('type'),
  id: bodyField('id'),
  isIdSigned: true,
})
