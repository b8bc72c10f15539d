import { z } from 'zod'
import { defineProvider } from '../../define-provider.ts'
import { sharedToken } from '../../keys/text-secret.ts'
import { bodyField, withOptional } from '../../reading/message-fields.ts'
import { plaidSignature } from '../../schemes/fetched/plaid.ts'

const config = z.strictObject({
  clientId: z.string().min(1).max(128).meta({ title: 'Client id', description: 'From the Plaid dashboard' }),
  environment: z.enum(['production', 'sandbox']).default('production').meta({ title: 'Environment' }),
})

export const plaid = defineProvider({
  name: 'plaid',
  title: 'Plaid',
  docsUrl: 'https://plaid.com/docs/api/webhooks/webhook-verification/',
  setup: [
    'In the Plaid dashboard, open Developers, Keys, and copy the client id and the secret of the environment.',
    'Set the client id in the config of the source, and the secret as its secret. They fetch the keys that verify.',
    'Send the ingest URL of the source as `webhook` when you create link tokens.',
  ],
  secret: sharedToken({
    title: 'Plaid secret',
    label: 'Secret of the environment',
    from: 'the Plaid dashboard',
    example: 'a1b2c3…',
  }),
  config,
  signature: plaidSignature,
  type: withOptional('.', bodyField('webhook_type'), bodyField('webhook_code')),
})
