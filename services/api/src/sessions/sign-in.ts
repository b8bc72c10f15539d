import { ProblemError, type Session, type SessionId } from '@posthorn/contracts'
import { createSession, type Database, findKeyHolders, findSession } from '@posthorn/database'
import { generateSessionToken, hashApiKey, sameHash } from '@posthorn/secrets'
import { holderOf, type Maker } from '../http/principal.ts'

/** Longer names of browsers are cut off. */
const USER_AGENT_LENGTH_MAX = 256

/**
 * Who has a key.
 * @throws ProblemError `unauthorized` for an unknown or expired key, after the same work whatever the key is
 */
export async function principalOfKey(
  { database, adminKey }: { database: Database; adminKey: string },
  key: string,
): Promise<Maker> {
  const hash = hashApiKey(key)
  const isAdmin = sameHash(hash, hashApiKey(adminKey))
  const [found] = await findKeyHolders(database, [hash])
  if (isAdmin) return { kind: 'admin' }
  if (found === undefined) throw unknownKey()
  const { expiresInMs: _expiresInMs, ...holder } = found
  return { kind: 'tenant', ...holder }
}

/**
 * Creates a session of a key.
 * @returns with a token of which only the hash is stored
 * @throws ProblemError `unauthorized` when the key was deleted meanwhile
 */
export async function signIn(
  { database, adminTag }: { database: Database; adminTag: Uint8Array },
  maker: Maker,
  { id, userAgent }: { id: SessionId; userAgent: string },
): Promise<{ session: Session; token: string }> {
  const token = generateSessionToken()
  await createSession(database, {
    id,
    hash: hashApiKey(token),
    holder: holderOf(maker),
    adminTag: maker.kind === 'admin' ? adminTag : null,
    userAgent: userAgentOf(userAgent),
  })
  const session = await findSession(database, id, { holder: undefined, adminTag })
  if (session === undefined) throw unknownKey()
  return { session, token }
}

/** The bounded text of a `User-Agent` header. */
export function userAgentOf(header: string): string {
  return header.slice(0, USER_AGENT_LENGTH_MAX).toWellFormed()
}

function unknownKey(): ProblemError {
  return new ProblemError('unauthorized', 'The key is unknown or has expired.')
}
