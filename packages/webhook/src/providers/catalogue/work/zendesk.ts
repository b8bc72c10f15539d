import { defineProvider } from '../../define-provider.ts'
import { generatedSecret } from '../../keys/text-secret.ts'
import { anyBody } from '../../reading/body-formats.ts'
import { bodyField, dotted, headerField } from '../../reading/message-fields.ts'
import { hmac } from '../../schemes/hmac.ts'

/** A webhook of a trigger has the body that its author wrote; one that subscribes to events has a `type`. */
export const zendesk = defineProvider({
  name: 'zendesk',
  title: 'Zendesk',
  docsUrl: 'https://developer.zendesk.com/documentation/webhooks/verifying/',
  setup: [
    'In the admin center, open Apps and integrations, Webhooks, and create a webhook with the ingest URL of the source.',
    'Choose POST and JSON.',
    'Reveal the secret of the webhook, and set it as the secret of the source.',
  ],
  secret: generatedSecret({
    title: 'Zendesk',
    label: 'Signing secret',
    from: 'the webhook in Zendesk',
    example: 'a1b2c3…',
  }),
  signature: hmac({
    header: 'x-zendesk-webhook-signature',
    encoding: 'base64',
    timestampHeader: 'x-zendesk-webhook-signature-timestamp',
    timestampUnit: 'iso',
    signs: '{timestamp}{body}',
  }),
  format: anyBody,
  type: dotted(bodyField('type')),
  typeFallback: 'message',
  id: headerField('X-Zendesk-Webhook-Invocation-Id'),
  isIdOptional: true,
  storedHeaders: ['x-zendesk-webhook-id', 'x-zendesk-webhook-invocation-id', 'x-zendesk-account-id'],
})
