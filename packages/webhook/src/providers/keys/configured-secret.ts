import { InvalidSecretError } from '../../signing/invalid-secret-error.ts'
import { strictBase64Bytes } from '../../signing/strict-base64.ts'
import type { KeyForm } from '../provider.ts'
import { hmacKey } from './hmac-key.ts'

const TEXT = /^(?=.*\S)[^\p{Cc}\p{Cs}]{1,512}$/u
const HEX = /^(?:[0-9A-Fa-f]{2}){1,256}$/

/** The secret of a generic HMAC source. `secretEncoding` in its config says how the text becomes a key. */
export const configuredSecret: KeyForm = {
  label: 'Secret',
  description: 'The key that sender and receiver share, encoded as `secretEncoding` says',
  example: 'a-long-random-text',
  parse(text, { secretEncoding = 'text' }) {
    const key = keyOf(text, secretEncoding)
    if (key !== undefined && key.length > 0) return hmacKey(key)
    throw new InvalidSecretError(
      `secret: expected a non-empty text that is valid as ${String(secretEncoding)}`,
    )
  },
}

function keyOf(text: string, encoding: unknown): string | Uint8Array | undefined {
  switch (encoding) {
    case 'hex':
      return HEX.test(text) ? Buffer.from(text, 'hex') : undefined
    case 'base64':
      return strictBase64Bytes(text)
    default:
      return TEXT.test(text) ? text : undefined
  }
}
