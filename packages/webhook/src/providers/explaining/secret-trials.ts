import { strictBase64Bytes } from '../../signing/strict-base64.ts'
import { hmacKey } from '../keys/hmac-key.ts'
import type { VerificationKey } from '../provider.ts'
import type { Trial, TriedRequest } from './trial.ts'

const HEX = /^(?:[0-9a-f]{2})+$/i
const PREFIX = /^[a-z]+_/i

type HmacKey = string | Uint8Array

/** Other readings of a secret; undefined if it has no such reading. */
const READINGS: readonly (readonly [words: string, read: (key: HmacKey) => HmacKey | undefined])[] = [
  ['without the white space at its ends', (key) => textOf(key)?.trim()],
  ['as bytes, decoded from base64', (key) => decoded(textOf(key))],
  ['as bytes, decoded from the base64 after its prefix', (key) => decoded(withoutPrefix(textOf(key)))],
  ['as bytes, decoded from hex', (key) => decodedHex(textOf(key))],
  ['without its prefix', (key) => withoutPrefix(textOf(key))],
  ['as the text that the source decodes from base64', (key) => encoded(key, 'base64')],
  ['as text with the prefix whsec_, not decoded', (key) => prefixed(encoded(key, 'base64'))],
  ['as the text that the source decodes from hex', (key) => encoded(key, 'hex')],
  ['as the upper-case text that the source decodes from hex', (key) => encoded(key, 'hex')?.toUpperCase()],
]

/** The secrets of the source, used in other encodings. */
export function* secretTrials({ keys }: TriedRequest): Generator<Trial> {
  const own = keys.flatMap((key) => (key.kind === 'hmac' ? [key.key] : []))
  for (const [words, read] of READINGS) {
    const changed = own.flatMap((key) => keyOf(read(key), key))
    if (changed.length === 0) continue
    const message = `The signature matches a secret of the source, used ${words}. Set the secret as the provider shows it, and check the provider of the source.`
    yield { hint: { code: 'secret_encoding', message }, change: { keys: changed } }
  }
}

function keyOf(key: HmacKey | undefined, current: HmacKey): VerificationKey[] {
  return key === undefined || key.length === 0 || key === current ? [] : [hmacKey(key)]
}

function textOf(key: HmacKey): string | undefined {
  return typeof key === 'string' ? key : undefined
}

function withoutPrefix(text: string | undefined): string | undefined {
  return text !== undefined && PREFIX.test(text) ? text.replace(PREFIX, '') : undefined
}

/** From base64 in both alphabets, with padding or without. */
function decoded(text: string | undefined): Uint8Array | undefined {
  if (text === undefined) return undefined
  const standard = text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '')
  return strictBase64Bytes(standard.padEnd(Math.ceil(standard.length / 4) * 4, '='))
}

function decodedHex(text: string | undefined): Uint8Array | undefined {
  return text !== undefined && HEX.test(text) ? Buffer.from(text, 'hex') : undefined
}

function encoded(key: HmacKey, encoding: 'base64' | 'hex'): string | undefined {
  return typeof key === 'string' ? undefined : Buffer.from(key).toString(encoding)
}

function prefixed(text: string | undefined): string | undefined {
  return text === undefined ? undefined : `whsec_${text}`
}
