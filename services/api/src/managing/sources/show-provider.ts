import type { Provider, ProviderName } from '@posthorn/contracts'
import { type AddressPreset, configSchemaOf, type KeyForm, providerOf } from '@posthorn/webhook'
import { sampleTypesOf } from '@posthorn/webhook/samples'

/** A provider as the API shows it. */
export function showProvider(name: ProviderName): Provider {
  const provider = providerOf(name)
  return {
    name,
    title: provider.title,
    docsUrl: provider.docsUrl,
    setup: [...provider.setup],
    secret: showKey(provider.secret),
    publicKey: showKey(provider.publicKey),
    configSchema: { ...configSchemaOf(provider) },
    addresses: showAddresses(provider.addresses),
    duplicateDetection: provider.dedupe,
    sampleTypes: [...sampleTypesOf(name)],
  }
}

function showAddresses(addresses: AddressPreset | undefined): Provider['addresses'] {
  if (addresses === undefined) return null
  const { cidrs, page, asOf } = addresses
  return { cidrs: [...cidrs], page, asOf }
}

function showKey(form: KeyForm | undefined): Provider['secret'] {
  if (form === undefined) return null
  const { label, description, example } = form
  return { label, description, example }
}
