/**
 * What identifies a duplicate: the provider's id, or the body as well. `id-or-body` is for providers that do not sign
 * their id: an attacker could replay a captured request with another id.
 */
export const DEDUPE_BY = ['id', 'id-or-body'] as const

/** One of {@link DEDUPE_BY}. */
export type DedupeBy = (typeof DEDUPE_BY)[number]

/** Whether the body's hash is needed for {@link dedupeKeys}. */
export function isBodyCompared({ id, dedupeBy }: { id: string | undefined; dedupeBy: DedupeBy }): boolean {
  return dedupeBy === 'id-or-body' || id === undefined
}

/** The dedupe key of a provider's id. */
export function dedupeKeyOfId(id: string): string {
  return `id:${id}`
}

/**
 * The dedupe keys of a request. Two requests of a source are duplicates if they share a key.
 *
 * @param message.id the provider's id; without one, the body identifies the request regardless of `dedupeBy`.
 * @param message.bodyHash hex SHA-256 of the body as received; needed when {@link isBodyCompared}.
 */
export function dedupeKeys(message: {
  id: string | undefined
  dedupeBy: DedupeBy
  bodyHash: string | undefined
}): string[] {
  const { id, bodyHash } = message
  const byId = id === undefined ? [] : [dedupeKeyOfId(id)]
  if (!isBodyCompared(message)) return byId
  if (bodyHash === undefined) throw new RangeError('bodyHash: expected the hash of the body, got undefined')
  return [...byId, `body:${bodyHash}`]
}
