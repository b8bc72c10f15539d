import { type HmacConfig, hmacConfig } from '../../config/hmac-config.ts'
import { configuredId, configuredType } from '../../config/message-config.ts'
import { defineProvider } from '../../define-provider.ts'
import { configuredSecret } from '../../keys/configured-secret.ts'
import type { SignatureScheme } from '../../provider.ts'
import { anyBody } from '../../reading/body-formats.ts'
import { firstOf, headerField } from '../../reading/message-fields.ts'
import { hmac } from '../../schemes/hmac.ts'

/** One scheme for each config: parsing it for each request would take as long as the HMAC. */
const schemes = new WeakMap<HmacConfig, SignatureScheme>()

function schemeOf(config: HmacConfig): SignatureScheme {
  const scheme = schemes.get(config) ?? createScheme(config)
  schemes.set(config, scheme)
  return scheme
}

function createScheme(config: HmacConfig): SignatureScheme {
  const { algorithm, encoding, separator, signatureLabel, timestampLabel, timestampUnit } = config
  const list =
    separator === undefined || signatureLabel === undefined
      ? undefined
      : { separator, signature: signatureLabel, timestamp: timestampLabel }
  return hmac({
    algorithm,
    encoding,
    list,
    header: config.header.toLowerCase(),
    prefix: config.prefix,
    timestampUnit,
    timestampHeader: config.timestampHeader?.toLowerCase(),
    idHeader: config.signedIdHeader?.toLowerCase(),
    signs: config.signedContent,
  })
}

export const genericHmac = defineProvider({
  name: 'hmac',
  title: 'HMAC',
  docsUrl: 'https://www.rfc-editor.org/rfc/rfc2104',
  setup: [
    'Find in the documentation of the sender: the header with the signature, its encoding, and what is signed.',
    'Describe them in the config of the source.',
    'Set the secret that sender and receiver share as the secret of the source.',
    'Enter the ingest URL of the source at the sender.',
  ],
  secret: configuredSecret,
  config: hmacConfig,
  signature: {
    signaturesIn: (head) => schemeOf(head.config).signaturesIn(head),
    sign: (request, key) => schemeOf(request.config).sign?.(request, key),
  },
  format: anyBody,
  type: configuredType,
  typeFallback: 'message',
  id({ signedIdHeader, ...config }) {
    const own = configuredId(config)
    return signedIdHeader === undefined
      ? own
      : firstOf(headerField(signedIdHeader), ...(own === undefined ? [] : [own]))
  },
  isIdOptional: true,
})
