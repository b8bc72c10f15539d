import { z } from 'zod'
import { configuredId, configuredType, headerName, messageConfig } from '../../config/message-config.ts'
import { defineProvider } from '../../define-provider.ts'
import { sharedToken } from '../../keys/text-secret.ts'
import type { SignatureScheme } from '../../provider.ts'
import { anyBody } from '../../reading/body-formats.ts'
import { tokenIn } from '../../schemes/token.ts'

const config = z.strictObject({
  header: headerName.default('X-API-Key').meta({
    title: 'Header with the key',
    description: 'Use `Authorization` with the prefix `Bearer ` for a bearer token',
  }),
  prefix: z.string().max(64).default('').meta({
    title: 'Text before the key',
    description: 'Including a space, if there is one',
  }),
  ...messageConfig,
})

function schemeOf({ header, prefix }: z.output<typeof config>): SignatureScheme {
  return tokenIn({ header: header.toLowerCase(), prefix })
}

export const apiKey = defineProvider({
  name: 'api-key',
  title: 'API key',
  docsUrl: 'https://www.rfc-editor.org/rfc/rfc6750',
  setup: [
    'Choose a long random key, and set it as the secret of the source.',
    'Enter the ingest URL of the source at the sender, and the key as a header.',
  ],
  secret: sharedToken({
    title: 'API key',
    label: 'Key',
    from: 'the settings of the sender',
    example: 'a-long-random-text',
  }),
  config,
  signature: {
    signaturesIn: (head) => schemeOf(head.config).signaturesIn(head),
    sign: (request, key) => schemeOf(request.config).sign?.(request, key),
  },
  format: anyBody,
  type: configuredType,
  typeFallback: 'message',
  id: configuredId,
  isIdOptional: true,
})
