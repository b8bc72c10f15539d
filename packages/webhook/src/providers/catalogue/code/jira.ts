import { defineProvider } from '../../define-provider.ts'
import { chosenSecret } from '../../keys/text-secret.ts'
import { bodyField, dotted, headerField } from '../../reading/message-fields.ts'
import { hmac } from '../../schemes/hmac.ts'

export const jira = defineProvider({
  name: 'jira',
  title: 'Jira',
  docsUrl: 'https://developer.atlassian.com/cloud/jira/platform/webhooks/',
  setup: [
    'In Jira, open Settings, System, WebHooks, and create a webhook.',
    'Enter the ingest URL of the source, and choose the events.',
    'Generate or enter a secret, and set the same text as the secret of the source.',
  ],
  secret: chosenSecret({
    title: 'Jira',
    label: 'Secret',
    from: 'the webhook in Jira',
    example: 'a-random-text',
  }),
  signature: hmac({ header: 'x-hub-signature', prefix: 'sha256=', encoding: 'hex', signs: '{body}' }),
  type: dotted(bodyField('webhookEvent')),
  id: headerField('X-Atlassian-Webhook-Identifier'),
  isIdOptional: true,
  storedHeaders: ['x-atlassian-webhook-identifier', 'x-atlassian-webhook-flow'],
})
