import { standardProvider } from '../../standard-provider.ts'

export const clerk = standardProvider({
  name: 'clerk',
  title: 'Clerk',
  docsUrl: 'https://clerk.com/docs/webhooks/overview',
  family: 'svix',
  setup: [
    'In the Clerk dashboard, open Webhooks, and add an endpoint with the ingest URL of the source.',
    'Choose the events.',
    'Copy the signing secret of the endpoint, and set it as the secret of the source.',
  ],
})
