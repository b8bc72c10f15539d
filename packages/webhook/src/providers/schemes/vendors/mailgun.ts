import { createHmac } from 'node:crypto'
import { type SignatureScheme, verdictOf } from '../../provider.ts'
import { memberOf, scalarText } from '../../reading/json-payload.ts'
import { malformedField, missingField } from '../../unverified.ts'
import { bodySignature, withMembers } from '../body-signature.ts'
import { isEncodedHash } from '../encodings.ts'
import { isSameText } from '../signature-match.ts'
import { checkSignedTime, signedTimeText, unixSecondsOf } from '../signed-time.ts'

const TOKEN = /^[!-~]{1,256}$/

const inBody = bodySignature('hmac', ({ json, key, head }) => {
  const signed = memberOf(json(), 'signature')
  if (signed === undefined) return missingField('signature')
  const timestamp = scalarText(memberOf(signed, 'timestamp'))
  const token = memberOf(signed, 'token')
  const signature = memberOf(signed, 'signature')
  const signedAt = unixSecondsOf(timestamp, 'seconds')
  if (signedAt === undefined) return malformedField('signature.timestamp')
  if (typeof token !== 'string' || !TOKEN.test(token)) return malformedField('signature.token')
  if (typeof signature !== 'string' || !isEncodedHash(signature, 'hex', 'sha256') || key.kind !== 'hmac') {
    return malformedField('signature.signature')
  }
  const time = checkSignedTime({ ...head, signedAt })
  if (!time.verified) return time
  const expected = createHmac('sha256', key.keyObject).update(`${timestamp}${token}`).digest('hex')
  return verdictOf(isSameText(expected, signature))
})

/** Mailgun: `signature` in the body has timestamp, token and the hex HMAC-SHA256 of both. */
export const mailgunSignature: SignatureScheme = {
  ...inBody,
  sign({ body, id, now }, key) {
    if (key.kind !== 'hmac') return undefined
    const timestamp = signedTimeText(now, 'seconds')
    const signature = createHmac('sha256', key.keyObject).update(`${timestamp}${id}`).digest('hex')
    return { headers: {}, body: withMembers(body, { signature: { timestamp, token: id, signature } }) }
  },
}
