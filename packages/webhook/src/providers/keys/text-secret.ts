import { InvalidSecretError } from '../../signing/invalid-secret-error.ts'
import type { KeyForm } from '../provider.ts'
import { hmacKey } from './hmac-key.ts'

const LENGTH_MAX = 256
const VISIBLE_ASCII = /^[!-~]{1,256}$/
/** Control characters and lone surrogates are probably copying errors. */
const CHOSEN_TEXT = /^(?=.*\S)[^\p{Cc}\p{Cs}]{1,256}$/u

interface TextSecretOptions {
  /** Of the provider, for messages. */
  title: string
  label: string
  /** Where the provider shows it. */
  from: string
  example: string
}

/** A secret that the provider generates: visible ASCII, used as text, also if it looks like base64 or hex. */
export function generatedSecret(options: TextSecretOptions): KeyForm {
  const { title, label, from, example } = options
  return {
    label,
    description: `From ${from}`,
    example,
    parse(key) {
      if (VISIBLE_ASCII.test(key)) return hmacKey(key)
      throw new InvalidSecretError(
        `${title} secret: expected 1 to ${LENGTH_MAX} visible ASCII characters, such as "${example}" from ${from}`,
      )
    },
  }
}

/** A secret that the user chooses: any text that is not blank, used as UTF-8. */
export function chosenSecret({ title, label, from, example }: TextSecretOptions): KeyForm {
  return {
    label,
    description: `The same text as in ${from}`,
    example,
    parse(key) {
      if (CHOSEN_TEXT.test(key)) return hmacKey(key)
      throw new InvalidSecretError(
        `${title} secret: expected 1 to ${LENGTH_MAX} characters, not only spaces and without control characters`,
      )
    },
  }
}

/** A text that the provider sends with each request instead of a signature. */
export function sharedToken({ title, label, from, example }: TextSecretOptions): KeyForm {
  return {
    label,
    description: `The same text as in ${from}`,
    example,
    parse(token) {
      // A header value: only these characters arrive unchanged.
      if (/^[ -~]{1,256}$/.test(token) && token.trim() === token) return { kind: 'token', token }
      throw new InvalidSecretError(
        `${title}: expected a token of 1 to ${LENGTH_MAX} printable ASCII characters, without spaces at its ends`,
      )
    },
  }
}

/** User name and password of HTTP basic authentication. */
export function basicCredentials({ title, from }: { title: string; from: string }): KeyForm {
  return {
    label: 'User name and password',
    description: `Separated by a colon, as set in ${from}`,
    example: 'posthorn:a-long-random-password',
    parse(token) {
      if (/^[^:\p{Cc}\p{Cs}]{1,128}:[^\p{Cc}\p{Cs}]{1,256}$/u.test(token)) return { kind: 'token', token }
      throw new InvalidSecretError(
        `${title}: expected a user name of 1 to 128 characters, a colon, and a password of 1 to 256 characters`,
      )
    },
  }
}
