import type { z } from 'zod'
import type { AddressPreset } from '../addresses/presets/address-preset.ts'
import { InvalidSecretError } from '../signing/invalid-secret-error.ts'
import { noConfig } from './config/no-config.ts'
import { keyInForms } from './keys/form-reader.ts'
import {
  type Handshakes,
  type InboundEvent,
  type KeyForm,
  type Provider,
  type ProviderConfig,
  type ProviderReply,
  type RequestHead,
  type SignatureScheme,
  UnreadablePayloadError,
  type VerifiedRequest,
} from './provider.ts'
import { type BodyFormat, jsonBody } from './reading/body-formats.ts'
import { formFieldsOf } from './reading/form-fields.ts'
import type { MessageField, ReadableMessage } from './reading/message-fields.ts'
import type { EventDivision } from './reading/several-events.ts'

const ID = /^[!-~]{1,256}$/
const TYPE_LENGTH_MAX = 256

/** Everything that Posthorn knows about a provider. */
export interface ProviderDefinition<Name extends string, Config extends ProviderConfig> {
  /** The slug, as in the API. */
  name: Name
  title: string
  docsUrl: string
  /** Where its webhooks come from, as the provider publishes it. */
  addresses?: AddressPreset
  /** What to do in the provider's settings, in order, in plain words. */
  setup: readonly string[]
  secret?: KeyForm
  publicKey?: KeyForm
  config?: z.ZodType<Config>
  signature: SignatureScheme<Config>
  format?: BodyFormat
  /** One request carries several events. */
  events?: EventDivision
  /** The provider's name of the event. */
  type: MessageField | ((config: Config) => MessageField)
  /** The name of an event without one. Without a fallback, such a request is not in the provider's format. */
  typeFallback?: string
  /** The provider's id of the event; without one, duplicates are found by body. */
  id?: MessageField | ((config: Config) => MessageField | undefined)
  /** A request without an id is in the provider's format too; its duplicates are found by body. */
  isIdOptional?: boolean
  /** Whether the signature covers the id. */
  isIdSigned?: boolean
  storedHeaders?: readonly string[]
  handshakes?: Handshakes<Config>
  reply?: ProviderReply
}

/** A provider of the catalogue, from what is known about it. */
export function defineProvider<const Name extends string, Config extends ProviderConfig = ProviderConfig>(
  definition: ProviderDefinition<Name, Config>,
): Provider & { readonly name: Name } {
  const { title, secret, publicKey, signature, format = jsonBody, events, handshakes = {} } = definition
  const forms = [secret, publicKey].filter((form) => form !== undefined)

  function messageOf(message: ReadableMessage, config: Config): Pick<InboundEvent, 'providerType' | 'id'> {
    const { id, type, typeFallback, isIdOptional = false } = definition
    const idField = typeof id === 'function' ? id(config) : id
    return {
      id: idOf(message, idField, isIdOptional),
      providerType: typeOf(message, typeof type === 'function' ? type(config) : type, typeFallback),
    }
  }

  function idOf(message: ReadableMessage, field: MessageField | undefined, isOptional: boolean) {
    const text = field?.in(message)
    if (text !== undefined && ID.test(text)) return text
    if (field === undefined || isOptional) return undefined
    throw new UnreadablePayloadError(
      `${title}: expected ${field.description} of 1 to 256 visible ASCII characters.`,
    )
  }

  function typeOf(message: ReadableMessage, field: MessageField, fallback: string | undefined): string {
    const text = field.in(message)
    if (text !== undefined && text.length <= TYPE_LENGTH_MAX) return text
    if (fallback !== undefined) return fallback
    throw new UnreadablePayloadError(
      `${title}: expected ${field.description} of 1 to ${TYPE_LENGTH_MAX} characters, the type of the event.`,
    )
  }

  function readEvents({ headers, body, config }: VerifiedRequest<Config>): InboundEvent[] {
    const content = format({ headers, body })
    const ownData = 'data' in content ? content.data : undefined
    const form = formFieldsOf({ headers, body })
    if (events === undefined) {
      const message = messageOf({ headers, form, payload: content.payload }, config)
      return [{ ...message, ...(ownData !== undefined && { data: ownData }) }]
    }
    return events({ payload: content.payload, bytes: ownData ?? body }).map(({ payload, data }) => ({
      ...messageOf({ headers, form, payload }, config),
      ...(data !== body && { data, isPart: true }),
    }))
  }

  // The config was parsed with the definition's own schema when the source was stored.
  const typed = (config: ProviderConfig | undefined) => (config ?? {}) as Config
  return {
    name: definition.name,
    title,
    docsUrl: definition.docsUrl,
    addresses: definition.addresses,
    setup: definition.setup,
    secret,
    publicKey,
    config: definition.config ?? noConfig,
    dedupe:
      definition.id === undefined ? 'body' : definition.isIdSigned === true ? 'signed-id' : 'unsigned-id',
    storedHeaders: definition.storedHeaders ?? [],
    handshakes: handshakes,
    reply: definition.reply,
    assertSecret: (text, config = {}) => assertForm(secret, text, config),
    assertPublicKey: (text) => assertForm(publicKey, text, {}),
    signaturesIn: (head) => signature.signaturesIn(head as RequestHead<Config>),
    sign: (request, key) => signature.sign?.({ ...request, config: typed(request.config) }, key),
    keysOf: (texts, config = {}) =>
      forms.length === 0
        ? [{ kind: 'none' }]
        : texts.flatMap((text) => keyInForms(text, forms, config) ?? []),
    readEvents: (request) => readEvents({ ...request, config: typed(request.config) }),
  }

  function assertForm(form: KeyForm | undefined, text: string, config: ProviderConfig): void {
    if (form === undefined)
      throw new InvalidSecretError(`a source of ${title} has no such key: expected none`)
    form.parse(text, config)
    form.assert?.(text)
  }
}
