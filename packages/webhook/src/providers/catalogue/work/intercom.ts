import { defineProvider } from '../../define-provider.ts'
import { generatedSecret } from '../../keys/text-secret.ts'
import { bodyField } from '../../reading/message-fields.ts'
import { hmac } from '../../schemes/hmac.ts'

export const intercom = defineProvider({
  name: 'intercom',
  title: 'Intercom',
  docsUrl: 'https://developers.intercom.com/docs/webhooks/setting-up-webhooks',
  setup: [
    'In the Intercom developer hub, open your app, and copy its client secret from Basic information.',
    'Set it as the secret of the source.',
    'Under Webhooks, enter the ingest URL of the source, and choose the topics.',
  ],
  secret: generatedSecret({
    title: 'Intercom',
    label: 'Client secret',
    from: 'the app in the Intercom developer hub',
    example: 'a1b2c3…',
  }),
  signature: hmac({
    algorithm: 'sha1',
    header: 'x-hub-signature',
    prefix: 'sha1=',
    encoding: 'hex',
    signs: '{body}',
  }),
  type: bodyField('topic'),
  id: bodyField('id'),
  isIdOptional: true,
  isIdSigned: true,
  reply: { status: 200 },
})
