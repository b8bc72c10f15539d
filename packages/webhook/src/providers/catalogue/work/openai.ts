import { standardProvider } from '../../standard-provider.ts'

export const openai = standardProvider({
  name: 'openai',
  title: 'OpenAI',
  docsUrl: 'https://platform.openai.com/docs/guides/webhooks',
  setup: [
    'In the settings of the OpenAI project, open Webhooks, and create an endpoint with the ingest URL of the source.',
    'Choose the events.',
    'Copy the signing secret, which is shown once, and set it as the secret of the source.',
  ],
})
