import { createHmac } from 'node:crypto'
import {
  type SignatureScheme,
  VERIFIED,
  type Verdict,
  type VerificationKey,
  verdictOf,
} from '../../provider.ts'
import { memberOf, scalarText } from '../../reading/json-payload.ts'
import { malformedField, missingField } from '../../unverified.ts'
import { bodySignature } from '../body-signature.ts'
import { isEncodedHash } from '../encodings.ts'
import { hmac } from '../hmac.ts'
import { isSameText } from '../signature-match.ts'

/** Adyen sends one item, at most a few. Limits the work on untrusted input. */
const ITEMS_MAX = 100
const SEPARATOR = ':'
/** The position of the signed field that merchants choose: only this one may have the separator in it. */
const MERCHANT_REFERENCE = 3

const inHeader = hmac({ header: 'hmacsignature', encoding: 'base64', signs: '{body}' })

const inItems = bodySignature('hmac', ({ json, key }) => {
  const items = memberOf(json(), 'notificationItems')
  if (!Array.isArray(items) || items.length === 0 || items.length > ITEMS_MAX) {
    return missingField('notificationItems')
  }
  const verdicts = items.map((item) => verdictOfItem(memberOf(item, 'NotificationRequestItem'), key))
  return verdicts.find((verdict) => !verdict.verified) ?? VERIFIED
})

/**
 * Adyen: base64 HMAC-SHA256 of the body in the header `HmacSignature`; or, without that header, in each item of the body, of
 * eight of its fields. The key is the same.
 */
export const adyenSignature: SignatureScheme = {
  signaturesIn: (head) =>
    head.headers['hmacsignature'] === undefined ? inItems.signaturesIn(head) : inHeader.signaturesIn(head),
  sign: (request, key) => inHeader.sign?.(request, key),
}

function verdictOfItem(item: unknown, key: VerificationKey): Verdict {
  const signature = memberOf(memberOf(item, 'additionalData'), 'hmacSignature')
  if (signature === undefined) return missingField('additionalData.hmacSignature')
  if (typeof signature !== 'string' || !isEncodedHash(signature, 'base64', 'sha256') || key.kind !== 'hmac') {
    return malformedField('additionalData.hmacSignature')
  }
  const fields = signedFields(item)
  // Otherwise, what is signed could be divided into other fields, such as another `pspReference`, the id of the event.
  if (fields.some((text, index) => index !== MERCHANT_REFERENCE && text.includes(SEPARATOR))) {
    return malformedField('NotificationRequestItem')
  }
  const expected = createHmac('sha256', key.keyObject).update(fields.join(SEPARATOR)).digest('base64')
  return verdictOf(isSameText(expected, signature))
}

function signedFields(item: unknown): string[] {
  const amount = memberOf(item, 'amount')
  return [
    memberOf(item, 'pspReference'),
    memberOf(item, 'originalReference'),
    memberOf(item, 'merchantAccountCode'),
    memberOf(item, 'merchantReference'),
    memberOf(amount, 'value'),
    memberOf(amount, 'currency'),
    memberOf(item, 'eventCode'),
    memberOf(item, 'success'),
  ].map(scalarText)
}
