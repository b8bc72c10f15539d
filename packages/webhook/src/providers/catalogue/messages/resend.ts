import { standardProvider } from '../../standard-provider.ts'

export const resend = standardProvider({
  name: 'resend',
  title: 'Resend',
  docsUrl: 'https://resend.com/docs/dashboard/webhooks/introduction',
  family: 'svix',
  setup: [
    'In Resend, open Webhooks, and add a webhook with the ingest URL of the source.',
    'Choose the events.',
    'Copy the signing secret of the webhook, and set it as the secret of the source.',
  ],
})
