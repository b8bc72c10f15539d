import type { EndpointId, SecretId, SourceId } from '@posthorn/contracts'

/** A stored secret, encrypted and bound to its row (`boundTo` of packages/secrets). */
export interface SealedSecret {
  id: SecretId
  sealed: Uint8Array<ArrayBuffer>
}

/** A secret of a source, without its value. */
export interface SecretReference {
  id: SecretId
  /** In the `secrets` of the source, as they were set. */
  position: number
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
