import { defineProvider } from '../../define-provider.ts'
import { chosenSecret } from '../../keys/text-secret.ts'
import { jsonOrForm } from '../../reading/body-formats.ts'
import { bodyField, headerField, withOptional } from '../../reading/message-fields.ts'
import { hmac } from '../../schemes/hmac.ts'

/** Gitea and Forgejo. */
export const gitea = defineProvider({
  name: 'gitea',
  title: 'Gitea',
  docsUrl: 'https://docs.gitea.com/usage/webhooks',
  setup: [
    'In the settings of the repository or organization, open Webhooks and add a webhook of the type Gitea.',
    'Enter the ingest URL of the source as the target URL, with POST and application/json.',
    'Enter a secret of your choice, and set the same text as the secret of the source.',
  ],
  secret: chosenSecret({
    title: 'Gitea',
    label: 'Secret',
    from: 'the webhook on Gitea',
    example: 'a-random-text',
  }),
  signature: hmac({ header: 'x-gitea-signature', encoding: 'hex', signs: '{body}' }),
  format: jsonOrForm({ title: 'Gitea', field: 'payload' }),
  type: withOptional('.', headerField('X-Gitea-Event'), bodyField('action')),
  id: headerField('X-Gitea-Delivery'),
  isIdOptional: true,
  storedHeaders: ['x-gitea-event', 'x-gitea-event-type', 'x-gitea-delivery'],
})
