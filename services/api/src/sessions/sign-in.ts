import { newId, ProblemError, type Session } from '@posthorn/contracts'
import { createSession, type Database, findKeyHolders, findSession } from '@posthorn/database'
import { generateSessionToken, hashApiKey, sameHash } from '@posthorn/secrets'
import type { Principal } from '../http/principal.ts'

/** Longer names of browsers are cut off. */
const USER_AGENT_LENGTH_MAX = 256

export interface SignedIn {
  session: Session
  /** Only its hash is stored. */
  token: string
  principal: Principal
}

/**
 * Exchanges a key for a session.
 * @throws ProblemError `unauthorized` for an unknown or expired key, after the same work whatever the key is
 */
export async function signIn(
  { database, adminKey, adminTag }: { database: Database; adminKey: string; adminTag: Uint8Array },
  { key, userAgent }: { key: string; userAgent: string },
): Promise<SignedIn> {
  const hash = hashApiKey(key)
  const isAdmin = sameHash(hash, hashApiKey(adminKey))
  const [found] = await findKeyHolders(database, [hash])
  if (!isAdmin && found === undefined) throw unknownKey()

  const id = newId('session')
  const token = generateSessionToken()
  await createSession(database, {
    id,
    hash: hashApiKey(token),
    holder: isAdmin || found === undefined ? 'admin' : found.keyId,
    adminTag: isAdmin ? adminTag : null,
    userAgent: userAgentOf(userAgent),
  })
  const session = await findSession(database, id, { holder: undefined, adminTag })
  // The key was deleted meanwhile.
  if (session === undefined) throw unknownKey()
  if (isAdmin || found === undefined) return { session, token, principal: { kind: 'admin', sessionId: id } }
  const { expiresInMs: _expiresInMs, ...holder } = found
  return { session, token, principal: { kind: 'tenant', ...holder, sessionId: id } }
}

/** The bounded text of a `User-Agent` header. */
export function userAgentOf(header: string): string {
  return header.slice(0, USER_AGENT_LENGTH_MAX).toWellFormed()
}

function unknownKey(): ProblemError {
  return new ProblemError('unauthorized', 'The key is unknown or has expired.')
}
