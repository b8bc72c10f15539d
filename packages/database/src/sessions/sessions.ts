import type { SessionId } from '@posthorn/contracts'
import { type Database, poolOf } from '../sql/database.ts'
import { deleteStatement, runBatch } from '../sql/delete-batch.ts'
import { run } from '../sql/sql.ts'

/** A session that is not used for so long ends. */
export const IDLE = "interval '8 hours'"
/** Sessions of one holder; a further one ends the oldest. */
const SESSIONS_MAX = 500

/** A session of a key. The caller has checked the key. */
export interface SessionInput {
  id: SessionId
  /** SHA-256 of its token. */
  hash: Uint8Array
  /** `admin` or the id of a key. */
  holder: string
  /** Identifies the admin key (`adminKeyTag`), if that is the holder. */
  adminTag: Uint8Array | null
  userAgent: string
}

// Lock order: the session.
const CREATE = {
  name: 'create-session',
  text: `
    INSERT INTO sessions (id, hash, holder, admin_tag, user_agent, created_at, last_used_at, ends_at, expires_at)
    VALUES ($1, $2, $3, $4, $5, now(), now(), now() + ${IDLE}, now() + interval '7 days')
    ON CONFLICT (id) DO UPDATE SET hash = excluded.hash WHERE sessions.holder = excluded.holder`,
}

/**
 * Creates a session of a key: it lasts for 7 days, and 8 hours without use. One with the same id gets the new token: it was created by
 * the same request, whose answer was lost and with it the token.
 */
export async function createSession(
  database: Database,
  { id, hash, holder, adminTag, userAgent }: SessionInput,
): Promise<void> {
  await run(poolOf(database), CREATE, [id, hash, holder, adminTag, userAgent])
  await endOldestSessions(database, holder)
}

// Lock order: free sessions (SKIP LOCKED): the next sign-in ends those that are locked.
const END_OLDEST = {
  name: 'end-oldest-sessions',
  text: `
    DELETE FROM sessions WHERE id = ANY (ARRAY(
      SELECT id FROM sessions WHERE holder = $1
        AND id <= (SELECT id FROM sessions WHERE holder = $1 ORDER BY id DESC OFFSET ${SESSIONS_MAX} LIMIT 1)
      FOR UPDATE SKIP LOCKED))`,
}

/** Ends the oldest sessions of a holder that has too many. */
export async function endOldestSessions(database: Database, holder: string): Promise<void> {
  await run(poolOf(database), END_OLDEST, [holder])
}

// Lock order: free sessions (SKIP LOCKED): one that is locked is being renewed or deleted.
const RENEW = {
  name: 'renew-sessions',
  text: `
    UPDATE sessions SET last_used_at = now(), ends_at = least(expires_at, now() + ${IDLE})
    WHERE id = ANY (ARRAY(
      SELECT id FROM sessions WHERE id = ANY ($1) AND last_used_at < now() - interval '1 minute' AND ends_at > now()
      FOR UPDATE SKIP LOCKED))`,
}

/** Records that sessions are in use: at most once a minute for each. */
export async function renewSessions(database: Database, ids: readonly SessionId[]): Promise<void> {
  await run(poolOf(database), RENEW, [ids])
}

const END = { name: 'end-session', text: 'DELETE FROM sessions WHERE id = $1' }

/** Ends a session: it is refused from the next request on. */
export async function endSession(database: Database, id: SessionId): Promise<void> {
  await run(poolOf(database), END, [id])
}

const DELETE_ENDED = deleteStatement('delete-ended-sessions', 'sessions', 'ends_at <= now()')

/**
 * Deletes at most `limit` sessions that have ended.
 * @returns whether there may be more
 */
export async function deleteEndedSessions(database: Database, limit: number): Promise<boolean> {
  return runBatch(poolOf(database), DELETE_ENDED, limit)
}
