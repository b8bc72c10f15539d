import { createHash, createHmac } from 'node:crypto'
import {
  type RequestHead,
  rejected,
  type SignatureScheme,
  type SignedParts,
  type UnsignedRequest,
  type Verdict,
  type VerificationKey,
  verdictOf,
} from '../../provider.ts'
import { type FormFields, parseForm } from '../../reading/form-fields.ts'
import { headerText } from '../../reading/header-text.ts'
import { mediaTypeOf } from '../../reading/media-type.ts'
import { malformedHeader, missingHeader } from '../../unverified.ts'
import { signaturesInBody } from '../body-signature.ts'
import { isEncodedHash } from '../encodings.ts'
import { publicUrlOf } from '../public-url.ts'
import { isSameText } from '../signature-match.ts'

const HEADER = 'x-twilio-signature'
const TOO_LARGE_FORM = rejected('malformed_header', 'Expected a form of at most 1,000 fields and 1 MiB.')
const WITHOUT_HASH = rejected(
  'malformed_header',
  'Expected a form as the body, or its hash as the parameter bodySHA256 of the URL.',
)

/**
 * Twilio: `X-Twilio-Signature`, base64 HMAC-SHA1 of the URL and, for a form, of its fields sorted by name. With any other
 * body the URL has a parameter `bodySHA256`, the hash of the body.
 */
export const twilioSignature: SignatureScheme = {
  signaturesIn(head) {
    const signature = headerText(head.headers, HEADER)
    if (signature.kind === 'absent') return missingHeader(HEADER)
    if (signature.kind !== 'text' || !isEncodedHash(signature.text, 'base64', 'sha1')) {
      return malformedHeader(HEADER)
    }
    // The same for each key: parsing a form takes longer than its HMAC.
    let content: string | Verdict | undefined
    const signatures = signaturesInBody(head, 'hmac', ({ bytes, key }) => {
      if (key.kind !== 'hmac') return rejected('signature_mismatch')
      content ??= signedText(head, bytes)
      if (typeof content !== 'string') return content
      const expected = createHmac('sha1', key.keyObject).update(content).digest('base64')
      return verdictOf(isSameText(expected, signature.text))
    })
    return {
      ...signatures,
      signedBytes(body) {
        const text = signedText(head, body)
        return typeof text === 'string' ? Buffer.from(text) : undefined
      },
    }
  },
  sign: signWithUrl,
}

function signWithUrl(request: UnsignedRequest, key: VerificationKey): SignedParts | undefined {
  if (key.kind !== 'hmac') return undefined
  const url = isForm(request) ? request.url : withBodyHash(request)
  const content = signedText({ ...request, url }, request.body)
  if (typeof content !== 'string') return undefined
  return { headers: { [HEADER]: createHmac('sha1', key.keyObject).update(content).digest('base64') }, url }
}

function withBodyHash({ url, body }: UnsignedRequest): string {
  const hash = createHash('sha256').update(body).digest('hex')
  return `${url}${url.includes('?') ? '&' : '?'}bodySHA256=${hash}`
}

function isForm({ headers }: Pick<RequestHead, 'headers'>): boolean {
  return mediaTypeOf(headers) === 'application/x-www-form-urlencoded'
}

function signedText(
  head: Pick<RequestHead, 'headers' | 'url' | 'config'>,
  body: Uint8Array,
): string | Verdict {
  const url = publicUrlOf(head)
  if (isForm(head)) {
    const form = parseForm(body)
    return form === undefined ? TOO_LARGE_FORM : url + fieldsText(form)
  }
  const hash = new URLSearchParams(url.slice(url.indexOf('?') + 1)).get('bodySHA256')
  if (hash === null) return body.length === 0 ? url : WITHOUT_HASH
  return isSameText(createHash('sha256').update(body).digest('hex'), hash)
    ? url
    : rejected('signature_mismatch')
}

/** Each name with its value, sorted by both; a field that occurs twice with the same value counts once. */
function fieldsText(form: FormFields): string {
  return [...form]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([name, values]) => [...new Set(values)].toSorted().map((value) => name + value))
    .join('')
}
