import { randomBytes } from 'node:crypto'
import { type EndpointId, newId, type SourceId } from '@posthorn/contracts'
import { rowOfSecret, type SealedKeyPair, type SealedSecret } from '@posthorn/database'
import type { SecretBox } from '@posthorn/secrets'
import { generateKeyPair } from '@posthorn/webhook'

/**
 * Encrypts a secret for its own row, bound to the endpoint or source that owns it.
 * @param at the time in its id
 */
export function sealSecret(
  box: SecretBox,
  owner: EndpointId | SourceId,
  secret: string,
  at = new Date(),
): SealedSecret {
  const id = newId('secret', at)
  return { id, sealed: Uint8Array.from(box.seal(secret, rowOfSecret(owner, id))) }
}

/** Encrypts the secrets of a source. Their ids have their order: each is a millisecond after the previous one. */
export function sealSecrets(box: SecretBox, source: SourceId, secrets: readonly string[]): SealedSecret[] {
  const now = Date.now()
  return secrets.map((secret, position) => sealSecret(box, source, secret, new Date(now + position)))
}

/** Creates a key pair for an endpoint. The private key is encrypted at once and never shown. */
export function newKeyPair(box: SecretBox, owner: EndpointId): SealedKeyPair {
  const { privateKey, publicKey } = generateKeyPair(randomBytes)
  return { ...sealSecret(box, owner, privateKey), kind: 'ed25519', publicKey }
}
