/**
 * What tells a repeat from a new request: the provider's id, or the body as well. `id-or-body` is for providers that do
 * not sign their id: whoever captures one request could send it again under another id.
 */
export const DEDUPE_BY = ['id', 'id-or-body'] as const

/** One of {@link DEDUPE_BY}. */
export type DedupeBy = (typeof DEDUPE_BY)[number]

/** Whether the body's hash is needed for {@link dedupeKeys}. */
export function isBodyCompared({ id, dedupeBy }: { id: string | undefined; dedupeBy: DedupeBy }): boolean {
  return dedupeBy === 'id-or-body' || id === undefined
}

/**
 * The keys of a request. It repeats another of its source that has any of them.
 *
 * @param message.id of the provider; without one the body tells, whatever `dedupeBy` says.
 * @param message.bodyHash hex SHA-256 of the body as received; needed when {@link isBodyCompared}.
 */
export function dedupeKeys(message: {
  id: string | undefined
  dedupeBy: DedupeBy
  bodyHash: string | undefined
}): string[] {
  const { id, bodyHash } = message
  const byId = id === undefined ? [] : [`id:${id}`]
  if (!isBodyCompared(message)) return byId
  if (bodyHash === undefined)
    throw new RangeError('bodyHash: expected the hash of the body, which is compared')
  return [...byId, `body:${bodyHash}`]
}
