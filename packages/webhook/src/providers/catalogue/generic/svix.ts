import { svixAddresses } from '../../../addresses/presets/svix.ts'
import { standardProvider } from '../../standard-provider.ts'

export const svix = standardProvider({
  name: 'svix',
  title: 'Svix',
  docsUrl: 'https://docs.svix.com/receiving/verifying-payloads/how',
  addresses: svixAddresses,
  family: 'svix',
  setup: [
    'Add an endpoint with the ingest URL of the source, in the portal of the sender.',
    'Copy the signing secret of the endpoint, and set it as the secret of the source.',
  ],
})
