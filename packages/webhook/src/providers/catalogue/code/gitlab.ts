import { defineProvider } from '../../define-provider.ts'
import { standardSecret } from '../../keys/standard-key.ts'
import { sharedToken } from '../../keys/text-secret.ts'
import { bodyField, firstOf, headerField, withOptional } from '../../reading/message-fields.ts'
import { eitherOf } from '../../schemes/either-of.ts'
import { standardScheme } from '../../schemes/standard-webhooks.ts'
import { tokenIn } from '../../schemes/token.ts'

const secretToken = sharedToken({
  title: 'GitLab secret token',
  label: 'Secret token, or signing token',
  from: 'the webhook on GitLab',
  example: 'a-random-text',
})
const signingToken = standardSecret()

/** A signing token (`whsec_…`) signs each request; a secret token is only repeated in it. */
export const gitlab = defineProvider({
  name: 'gitlab',
  title: 'GitLab',
  docsUrl: 'https://docs.gitlab.com/user/project/integrations/webhooks/',
  setup: [
    'In the settings of the project or group, open Webhooks and add a webhook.',
    'Enter the ingest URL of the source, and choose the triggers.',
    'Enter a secret token, or generate a signing token where GitLab offers it, which is safer.',
    'Set the same text as the secret of the source.',
  ],
  secret: {
    ...secretToken,
    parse: (text, config) =>
      text.startsWith('whsec_') ? signingToken.parse(text, config) : secretToken.parse(text, config),
  },
  signature: eitherOf(tokenIn({ header: 'x-gitlab-token' }), standardScheme('webhook')),
  type: withOptional(
    '.',
    firstOf(bodyField('object_kind'), bodyField('event_name')),
    bodyField('object_attributes', 'action'),
  ),
  id: firstOf(headerField('Idempotency-Key'), headerField('webhook-id')),
  isIdOptional: true,
  storedHeaders: ['x-gitlab-event', 'x-gitlab-instance', 'x-gitlab-event-uuid', 'x-gitlab-webhook-uuid'],
})
