import { depthChange, endOfString, InvalidJsonError, parseJsonText } from '../../json/json-text.ts'
import {
  type KeyCheck,
  type RequestHead,
  type RequestSignatures,
  rejected,
  type SignatureScheme,
  type Verdict,
  type VerificationKey,
} from '../provider.ts'
import { memberOf, scalarText } from '../reading/json-payload.ts'
import { malformedField } from '../unverified.ts'
import { checkSignedTime, signedTimeText, type TimeUnit, unixSecondsOf } from './signed-time.ts'

/** Maximum size of a body that must be parsed before it is verified, or for its time. */
export const PARSED_BYTES_MAX = 1024 * 1024
/**
 * Maximum number of values and names in it. A megabyte of long texts is parsed in a few milliseconds, a megabyte of short names in
 * hundreds.
 */
const PARSED_VALUES_MAX = 10_000

const QUOTE = 0x22
const COMMA = 0x2c

/** A body that is verified as a whole, after it has arrived. */
export interface UnverifiedBody<Config> {
  bytes: Uint8Array
  /** Its JSON ({@link parsedBody}), parsed once for all keys. */
  json: () => object | undefined
  key: VerificationKey
  head: RequestHead<Config>
}

/**
 * A signature that is in the body, or needs it parsed. Bodies of more than 1 MiB are rejected.
 *
 * @param kind of the keys that verify.
 * @param verify never throws for any body.
 */
export function bodySignature<Config>(
  kind: VerificationKey['kind'],
  verify: (body: UnverifiedBody<Config>) => Verdict | Promise<Verdict>,
): SignatureScheme<Config> {
  return {
    signaturesIn: (head) => signaturesInBody(head, kind, verify),
  }
}

/** The same for a scheme that has read headers before. */
export function signaturesInBody<Config>(
  head: RequestHead<Config>,
  kind: VerificationKey['kind'],
  verify: (body: UnverifiedBody<Config>) => Verdict | Promise<Verdict>,
): RequestSignatures {
  // The same for each key: parsing a body takes longer than its HMAC.
  let parsed: { json: object | undefined } | undefined
  const jsonOf = (bytes: Uint8Array) => {
    parsed ??= { json: parsedBody(bytes) }
    return parsed.json
  }
  return {
    signedAt: undefined,
    checkWith: (key) =>
      key.kind === kind
        ? checkOfBody((bytes) => verify({ bytes, json: () => jsonOf(bytes), key, head }))
        : undefined,
  }
}

/** Adds to a scheme a signed time in the JSON body, which is checked after the signature. */
export function withTimeInBody(
  scheme: SignatureScheme,
  { member, unit }: { member: string; unit: Exclude<TimeUnit, 'iso'> },
): SignatureScheme {
  return {
    signaturesIn(head) {
      const signatures = scheme.signaturesIn(head)
      if ('verified' in signatures) return signatures
      return {
        signedAt: signatures.signedAt,
        checkWith(key) {
          const check = signatures.checkWith(key)
          return check === undefined ? undefined : withTime(check, (bytes) => timeVerdict(bytes, head))
        },
        signedBytes: (body) => signatures.signedBytes?.(body),
      }
    },
    sign(request, key) {
      const body = withMembers(request.body, { [member]: Number(signedTimeText(request.now, unit)) })
      const signed = scheme.sign?.({ ...request, body }, key)
      return signed && { ...signed, body: signed.body ?? body }
    },
  }

  function timeVerdict(bytes: Uint8Array, head: RequestHead): Verdict {
    const payload = parsedBody(bytes)
    const value = memberOf(payload, member)
    const signedAt = unixSecondsOf(scalarText(value), unit)
    return signedAt === undefined ? malformedField(member) : checkSignedTime({ ...head, signedAt })
  }
}

function withTime(check: KeyCheck, timeVerdict: (bytes: Uint8Array) => Verdict): KeyCheck {
  return {
    update: (chunk) => check.update?.(chunk),
    async verify(body) {
      const verdict = await check.verify(body)
      return verdict.verified ? timeVerdict(body(new Uint8Array())) : verdict
    },
  }
}

function checkOfBody(verify: (bytes: Uint8Array) => Verdict | Promise<Verdict>): KeyCheck {
  let length = 0
  return {
    update: (chunk) => void (length += chunk.length),
    verify: (body) => (length > PARSED_BYTES_MAX ? tooLarge() : verify(body(new Uint8Array()))),
  }
}

function tooLarge(): Verdict {
  return rejected(
    'malformed_header',
    `The body must be parsed to verify it: expected at most ${PARSED_BYTES_MAX} bytes.`,
  )
}

/**
 * A JSON body with other top-level members, in front of its own or in place of them. Other bodies are unchanged: the provider
 * signs none.
 */
export function withMembers(body: Uint8Array, members: object): Uint8Array {
  const json = parsedBody(body)
  return json === undefined || Array.isArray(json)
    ? body
    : Buffer.from(JSON.stringify({ ...json, ...members }))
}

/** A JSON object or array that is not verified yet; undefined for anything else, and for bodies that are large or have many values. */
export function parsedBody(bytes: Uint8Array): object | undefined {
  if (bytes.length > PARSED_BYTES_MAX || hasManyValues(bytes)) return undefined
  try {
    const value = parseJsonText(bytes)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch (error) {
    if (error instanceof InvalidJsonError) return undefined
    throw error
  }
}

/** Every value but the first of an array or object has a comma before it, and every other one an opening bracket or brace. */
function hasManyValues(bytes: Uint8Array): boolean {
  let values = 1
  for (let at = 0; at < bytes.length && values <= PARSED_VALUES_MAX; ) {
    const byte = bytes[at] ?? 0
    if (byte === QUOTE) {
      at = endOfString(bytes, at)
      continue
    }
    if (byte === COMMA || depthChange(byte) === 1) values++
    at++
  }
  return values > PARSED_VALUES_MAX
}
