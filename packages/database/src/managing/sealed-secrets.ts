import {
  type EndpointId,
  type MatchedSecret,
  type SecretId,
  type SourceId,
  timeOfId,
} from '@posthorn/contracts'

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

/** A secret as the API shows it. Its id has the time when it was set. */
export function shownSecret({ id, position }: SecretReference): MatchedSecret {
  return { position, createdAt: timeOfId(id).toISOString() }
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
