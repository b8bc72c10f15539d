import { createPublicKey, type KeyObject } from 'node:crypto'
import { assertPublicKey, verificationKey } from '../../signing/ed25519-key.ts'
import { InvalidSecretError } from '../../signing/invalid-secret-error.ts'
import { strictBase64Bytes } from '../../signing/strict-base64.ts'
import type { KeyForm } from '../provider.ts'

const HEX_POINT = /^[0-9a-f]{64}$/i

/** An Ed25519 public key in hex. */
export function hexPublicKey({ title, from }: { title: string; from: string }): KeyForm {
  return {
    label: 'Public key',
    description: `From ${from}: 32 bytes in hex`,
    example: '1d8f9a3f0f5b6a1f3c7d2e4b5a69788796a5b4c3d2e1f0a1b2c3d4e5f6071829',
    parse(text) {
      if (!HEX_POINT.test(text)) {
        throw new InvalidSecretError(`${title} public key: expected 64 hex digits, from ${from}`)
      }
      const publicKey = verificationKey(standardFormOf(text))
      return { kind: 'ed25519', publicKey }
    },
    assert: (text) => assertPublicKey(standardFormOf(text)),
  }
}

function standardFormOf(hex: string): string {
  return `whpk_${Buffer.from(hex, 'hex').toString('base64')}`
}

/** An ECDSA public key of the curve P-256: the base64 of its SubjectPublicKeyInfo (RFC 5480), with or without PEM lines. */
export function p256PublicKey({ title, from }: { title: string; from: string }): KeyForm {
  return {
    label: 'Verification key',
    description: `From ${from}: base64 that begins with "MFkwEwYH"`,
    example:
      'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEDr2LjtURuePQzplybdC+u4CwrqDqBaWjcMMsTbhdbcwHBcepxo7yAQGhHPTnlvFYPAZFceEu/1FwCM/QmGUhA==',
    parse(text) {
      const key = p256KeyOf(text.replaceAll(/-----(?:BEGIN|END) PUBLIC KEY-----|\s/g, ''))
      if (key === undefined) {
        throw new InvalidSecretError(
          `${title} public key: expected the base64 of an ECDSA public key of the curve P-256, from ${from}`,
        )
      }
      return { kind: 'ecdsa-p256', publicKey: key }
    },
  }
}

function p256KeyOf(base64: string): KeyObject | undefined {
  const der = strictBase64Bytes(base64)
  if (der === undefined || der.length === 0) return undefined
  try {
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : undefined
  } catch {
    return undefined
  }
}
