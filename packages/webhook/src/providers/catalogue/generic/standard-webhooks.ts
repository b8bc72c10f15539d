import { standardProvider } from '../../standard-provider.ts'

export const standardWebhooks = standardProvider({
  name: 'standard-webhooks',
  title: 'Standard Webhooks',
  docsUrl: 'https://www.standardwebhooks.com/',
  setup: [
    'Add an endpoint with the ingest URL of the source, in the settings of the sender.',
    'Copy its secret (`whsec_…`), and set it as the secret of the source.',
    'If the sender signs with a key pair, set its public key (`whpk_…`) instead.',
  ],
})
