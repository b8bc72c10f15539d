import type { EndpointId, SecretId, SourceId } from '@posthorn/contracts'

/** A stored secret, encrypted and bound to its row (`boundTo` of packages/secrets). */
export interface SealedSecret {
  id: SecretId
  sealed: Uint8Array<ArrayBuffer>
}

/** The row that a secret is bound to. */
export function rowOfSecret(owner: EndpointId | SourceId, id: SecretId): string {
  return `${owner}/${id}`
}

/** Combines two array columns of one statement. */
export function zipSecrets(ids: SealedSecret['id'][], sealed: SealedSecret['sealed'][]): SealedSecret[] {
  return ids.flatMap((id, index) => {
    const bytes = sealed[index]
    return bytes === undefined ? [] : [{ id, sealed: bytes }]
  })
}
