import type { EndpointId, SecretId, SourceId } from '@posthorn/contracts'

/** A secret as it lies in the database: it opens only in its own row (`boundTo` of packages/secrets). */
export interface SealedSecret {
  id: SecretId
  sealed: Uint8Array<ArrayBuffer>
}

/** Names the row that a secret belongs to, for the box that seals it. */
export function rowOfSecret(owner: EndpointId | SourceId, id: SecretId): string {
  return `${owner}/${id}`
}

/** Puts together what two array columns of one statement say. */
export function zipSecrets(ids: SealedSecret['id'][], sealed: SealedSecret['sealed'][]): SealedSecret[] {
  return ids.flatMap((id, index) => {
    const bytes = sealed[index]
    return bytes === undefined ? [] : [{ id, sealed: bytes }]
  })
}
