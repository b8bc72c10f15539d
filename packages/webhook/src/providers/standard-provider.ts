import type { AddressPreset } from '../addresses/presets/address-preset.ts'
import { defineProvider } from './define-provider.ts'
import { standardPublicKey, standardSecret } from './keys/standard-key.ts'
import { anyBody } from './reading/body-formats.ts'
import { bodyField, type MessageField } from './reading/message-fields.ts'
import { standardScheme } from './schemes/standard-webhooks.ts'
import { parseStandardHeaders, type StandardFamily } from './schemes/standard-webhooks-headers.ts'

/** The signed id, from the headers that were verified. */
const signedId: MessageField = {
  description: 'the headers webhook-id, webhook-timestamp and webhook-signature, with an id',
  in({ headers }) {
    const signed = parseStandardHeaders(headers)
    return 'verified' in signed ? undefined : signed.id
  },
}

/** A provider that signs as Standard Webhooks describes. */
export function standardProvider<const Name extends string>({
  family = 'webhook',
  ...description
}: Readonly<{
  name: Name
  title: string
  docsUrl: string
  addresses?: AddressPreset
  setup: readonly string[]
  /** Prefix of its header names. Default: the specification's. */
  family?: StandardFamily
}>) {
  return defineProvider({
    ...description,
    secret: standardSecret(),
    publicKey: standardPublicKey,
    signature: standardScheme(family),
    format: anyBody,
    type: bodyField('type'),
    typeFallback: 'message',
    id: signedId,
    isIdSigned: true,
  })
}
