import { defineProvider } from '../../define-provider.ts'
import { generatedSecret } from '../../keys/text-secret.ts'
import { anyBody } from '../../reading/body-formats.ts'
import { allOf, bodyField } from '../../reading/message-fields.ts'
import { hmac } from '../../schemes/hmac.ts'

/** One signature for each active key. `retryCount` is in the body, so the bodies of retries differ. */
export const docusign = defineProvider({
  name: 'docusign',
  title: 'Docusign',
  docsUrl: 'https://developers.docusign.com/platform/webhooks/connect/hmac/',
  setup: [
    'In Docusign, open Settings, Connect, and add a configuration with the ingest URL of the source and JSON data.',
    'Under Connect keys, add a secret key, and set it as the secret of the source.',
    'Enable the HMAC signature in the configuration.',
  ],
  secret: generatedSecret({
    title: 'Docusign',
    label: 'Connect key',
    from: 'the Connect keys in Docusign',
    example: 'a1b2c3…=',
  }),
  signature: hmac({
    header: Array.from({ length: 10 }, (_, index) => `x-docusign-signature-${index + 1}`),
    encoding: 'base64',
    signs: '{body}',
  }),
  format: anyBody,
  type: bodyField('event'),
  typeFallback: 'message',
  id: allOf('-', bodyField('data', 'envelopeId'), bodyField('event'), bodyField('generatedDateTime')),
  isIdOptional: true,
  isIdSigned: true,
  reply: { status: 200 },
})
