import { InvalidSecretError } from '../../signing/invalid-secret-error.ts'
import type { KeyForm } from '../provider.ts'
import { hmacKey } from './hmac-key.ts'

const HEX = /^(?:[0-9A-Fa-f]{2}){16,64}$/

/** A secret of 16 to 64 bytes that the provider shows in hex. The key is the bytes. */
export function hexSecret(options: { title: string; label: string; from: string; example: string }): KeyForm {
  const { title, label, from, example } = options
  return {
    label,
    description: `From ${from}, in hex`,
    example,
    parse(text) {
      if (HEX.test(text)) return hmacKey(Buffer.from(text, 'hex'))
      throw new InvalidSecretError(`${title}: expected 16 to 64 bytes in hex, from ${from}`)
    },
  }
}
