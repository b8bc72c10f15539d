import { z } from 'zod'
import { configuredId, configuredType, headerName, messageConfig } from '../../config/message-config.ts'
import { defineProvider } from '../../define-provider.ts'
import { anyBody } from '../../reading/body-formats.ts'
import { webTokenSignature } from '../../schemes/fetched/json-web-token-scheme.ts'

const config = z.strictObject({
  jwksUrl: z
    .url({ protocol: /^https$/ })
    .max(2048)
    .meta({ title: 'URL of the key set', description: 'Where the sender publishes its public keys (JWKS)' }),
  issuer: z.string().min(1).max(256).optional().meta({
    title: 'Issuer',
    description: 'What the claim `iss` must be',
  }),
  audience: z.string().min(1).max(256).optional().meta({
    title: 'Audience',
    description: 'What the claim `aud` must contain. Set it if the sender signs tokens for others too',
  }),
  header: headerName.default('Authorization').meta({ title: 'Header with the token' }),
  prefix: z.string().max(64).default('Bearer ').meta({
    title: 'Text before the token',
    description: 'Including a space, if there is one',
  }),
  bodyHashClaim: z.string().min(1).max(64).optional().meta({
    title: 'Claim with the hash of the body',
    description: 'Hex SHA-256. Without it, the token does not protect the body',
  }),
  ...messageConfig,
})

export const jwt = defineProvider({
  name: 'jwt',
  title: 'JSON Web Token',
  docsUrl: 'https://www.rfc-editor.org/rfc/rfc7519',
  setup: [
    'Find in the documentation of the sender: the URL of its key set, and issuer and audience of its tokens.',
    'Set them in the config of the source.',
    'Enter the ingest URL of the source at the sender.',
  ],
  config,
  signature: webTokenSignature,
  format: anyBody,
  type: configuredType,
  typeFallback: 'message',
  id: configuredId,
  isIdOptional: true,
})
