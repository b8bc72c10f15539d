import { defineProvider } from '../../define-provider.ts'
import { generatedSecret } from '../../keys/text-secret.ts'
import { bodyField, headerField, withOptional } from '../../reading/message-fields.ts'
import { hmac } from '../../schemes/hmac.ts'

/** The header `Sentry-Hook-Timestamp` is not signed. */
export const sentry = defineProvider({
  name: 'sentry',
  title: 'Sentry',
  docsUrl: 'https://docs.sentry.io/organization/integrations/integration-platform/webhooks/',
  setup: [
    'In Sentry, open Settings, Developer Settings, and create an internal integration.',
    'Enter the ingest URL of the source as the webhook URL, and choose the resources.',
    'Copy the client secret of the integration, and set it as the secret of the source.',
  ],
  secret: generatedSecret({
    title: 'Sentry',
    label: 'Client secret',
    from: 'the integration in Sentry',
    example: 'a1b2c3…',
  }),
  signature: hmac({ header: 'sentry-hook-signature', encoding: 'hex', signs: '{body}' }),
  type: withOptional('.', headerField('Sentry-Hook-Resource'), bodyField('action')),
  id: headerField('Request-ID'),
  isIdOptional: true,
  storedHeaders: ['sentry-hook-resource', 'sentry-hook-timestamp', 'request-id'],
})
