import { InvalidSecretError } from '../signing/invalid-secret-error.ts'
import { formFieldValues } from './form-field.ts'
import { headerText, usableHeader } from './header-text.ts'
import { memberOf, parsePayload } from './json-payload.ts'
import { mediaTypeOf } from './media-type.ts'
import { type Provider, UnreadablePayloadError } from './provider.ts'

/** GitHub accepts any text. Control characters and lone surrogates are probably copying errors. */
const SECRET = /^(?=.*\S)[^\p{Cc}\p{Cs}]{1,256}$/u
const SIGNATURE = /^sha256=([0-9a-f]{64})$/
const EVENT_NAME = /^[a-z_]{1,64}$/
const DELIVERY_ID = /^[!-~]{1,256}$/

/**
 * GitHub: `X-Hub-Signature-256: sha256=…`, hex HMAC-SHA256 of the body (docs.github.com, "Validating webhook
 * deliveries"). The older SHA-1 header alone is not enough. There is no signed time, so nothing is too old or too new.
 */
export const github: Provider = {
  name: 'github',

  assertSecret(secret) {
    if (!SECRET.test(secret)) {
      throw new InvalidSecretError(
        'GitHub secret: expected 1 to 256 characters, not only spaces and without control characters',
      )
    }
  },

  signaturesIn(headers) {
    const header = headerText(headers, 'x-hub-signature-256')
    if (header.kind === 'absent') return 'missing_signature'
    const value = header.kind === 'text' ? SIGNATURE.exec(header.text)?.[1] : undefined
    if (value === undefined) return 'malformed_signature'
    return { timestamp: undefined, prefix: '', hmacs: { encoding: 'hex', values: [value] }, ed25519: [] }
  },

  keysOf: (secrets) => secrets.filter((secret) => SECRET.test(secret)).map((key) => ({ kind: 'hmac', key })),

  read({ headers, body }) {
    const event = usableHeader(headers, 'x-github-event') ?? ''
    if (!EVENT_NAME.test(event)) {
      throw new UnreadablePayloadError(
        'A GitHub webhook needs the header X-GitHub-Event with the name of the event, such as "push".',
      )
    }
    const deliveryId = usableHeader(headers, 'x-github-delivery') ?? ''
    if (!DELIVERY_ID.test(deliveryId)) {
      throw new UnreadablePayloadError(
        'A GitHub webhook needs the header X-GitHub-Delivery with 1 to 256 visible ASCII characters.',
      )
    }
    const isForm = mediaTypeOf(headers) === 'application/x-www-form-urlencoded'
    const json = isForm ? jsonOfForm(body) : body
    const action = memberOf(parsePayload(json), 'action')
    return {
      providerType: typeof action === 'string' && action !== '' ? `${event}.${action}` : event,
      // Not signed: `dedupeBy` of the source decides whether the body counts too.
      id: deliveryId,
      ...(isForm && { data: json }),
    }
  },
}

/** GitHub's default content type is a form; its field `payload` is the event as JSON. */
function jsonOfForm(body: Uint8Array): Buffer {
  const [json, second] = formFieldValues(body, 'payload')
  if (json === undefined || second !== undefined) {
    throw new UnreadablePayloadError(
      'A GitHub form needs exactly one field "payload" with the event as JSON.',
    )
  }
  return json
}
