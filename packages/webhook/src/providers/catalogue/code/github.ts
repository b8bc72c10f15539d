import { githubAddresses } from '../../../addresses/presets/github.ts'
import { defineProvider } from '../../define-provider.ts'
import { chosenSecret } from '../../keys/text-secret.ts'
import { jsonOrForm } from '../../reading/body-formats.ts'
import { bodyField, headerField, withOptional } from '../../reading/message-fields.ts'
import { hmac } from '../../schemes/hmac.ts'

/** The older SHA-1 header alone is not enough. There is no signed time, so nothing is too old or too new. */
export const github = defineProvider({
  name: 'github',
  title: 'GitHub',
  docsUrl: 'https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries',
  addresses: githubAddresses,
  setup: [
    'In the settings of the repository, organization or app, open Webhooks and add a webhook.',
    'Enter the ingest URL of the source as the payload URL, and choose application/json.',
    'Enter a secret of your choice, and set the same text as the secret of the source.',
  ],
  secret: chosenSecret({
    title: 'GitHub',
    label: 'Secret',
    from: 'the webhook on GitHub',
    example: 'a-random-text',
  }),
  signature: hmac({ header: 'x-hub-signature-256', prefix: 'sha256=', encoding: 'hex', signs: '{body}' }),
  format: jsonOrForm({ title: 'GitHub', field: 'payload' }),
  type: withOptional('.', headerField('X-GitHub-Event', /^[a-z_]{1,64}$/), bodyField('action')),
  id: headerField('X-GitHub-Delivery'),
  storedHeaders: ['x-github-event', 'x-github-delivery', 'x-github-hook-id'],
})
