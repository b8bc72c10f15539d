import { type EndpointId, newId, type SourceId } from '@posthorn/contracts'
import { rowOfSecret, type SealedSecret } from '@posthorn/database'
import type { SecretBox } from '@posthorn/secrets'

/** Seals a secret for a row of its own, under the endpoint or source that owns it. */
export function sealSecret(box: SecretBox, owner: EndpointId | SourceId, secret: string): SealedSecret {
  const id = newId('secret')
  return { id, sealed: Uint8Array.from(box.seal(secret, rowOfSecret(owner, id))) }
}
