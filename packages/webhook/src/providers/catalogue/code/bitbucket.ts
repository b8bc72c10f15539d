import { defineProvider } from '../../define-provider.ts'
import { chosenSecret } from '../../keys/text-secret.ts'
import { dotted, headerField } from '../../reading/message-fields.ts'
import { hmac } from '../../schemes/hmac.ts'

/** Bitbucket Cloud. The header has the name of GitHub's SHA-1 header, and a SHA-256 signature. */
export const bitbucket = defineProvider({
  name: 'bitbucket',
  title: 'Bitbucket',
  docsUrl: 'https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks/',
  setup: [
    'In the settings of the repository or workspace, open Webhooks and add a webhook.',
    'Enter the ingest URL of the source, and choose the triggers.',
    'Enter or generate a secret, and set the same text as the secret of the source.',
  ],
  secret: chosenSecret({
    title: 'Bitbucket',
    label: 'Secret',
    from: 'the webhook on Bitbucket',
    example: 'a-random-text',
  }),
  signature: hmac({ header: 'x-hub-signature', prefix: 'sha256=', encoding: 'hex', signs: '{body}' }),
  type: dotted(headerField('X-Event-Key')),
  id: headerField('X-Request-UUID'),
  isIdOptional: true,
  storedHeaders: ['x-event-key', 'x-request-uuid', 'x-hook-uuid', 'x-attempt-number'],
})
