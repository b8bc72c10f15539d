import { z } from 'zod'
import { configuredId, configuredType, messageConfig } from '../../config/message-config.ts'
import { defineProvider } from '../../define-provider.ts'
import { basicCredentials } from '../../keys/text-secret.ts'
import { anyBody } from '../../reading/body-formats.ts'
import { basicAuthentication } from '../../schemes/token.ts'

export const basicAuth = defineProvider({
  name: 'basic-auth',
  title: 'Basic authentication',
  docsUrl: 'https://www.rfc-editor.org/rfc/rfc7617',
  setup: [
    'Choose a user name and a long random password.',
    'Set both, separated by a colon, as the secret of the source.',
    'Enter the ingest URL of the source at the sender, with the same user name and password.',
  ],
  secret: basicCredentials({ title: 'Basic authentication', from: 'the settings of the sender' }),
  config: z.strictObject(messageConfig),
  signature: basicAuthentication,
  format: anyBody,
  type: configuredType,
  typeFallback: 'message',
  id: configuredId,
  isIdOptional: true,
})
