import { createBatcher, TooManyWaitingError } from '@posthorn/batch'
import { type SessionId, UnavailableError } from '@posthorn/contracts'
import { type Database, findSessionHolders, renewSessions, type SessionHolder } from '@posthorn/database'

const SESSIONS_PER_QUERY = 100
/** Requests that wait for their session while PostgreSQL is slow or hangs: untrusted callers can send any token. */
const WAITING_MAX = 2000

/** Finds sessions by the hashes of their tokens. */
export interface SessionReader {
  /**
   * Reads the session after the call, so that one that was ended is refused at once; undefined when it is unknown or has ended.
   * @throws UnavailableError when PostgreSQL does not answer, or too many lookups wait for it
   */
  read(hash: Uint8Array): Promise<SessionHolder | undefined>
}

/** @param adminTag of the configured admin key */
export function createSessionReader(database: Database, adminTag: Uint8Array): SessionReader {
  const isUnavailable = (error: unknown) => error instanceof UnavailableError
  const find = createBatcher({
    work: (hashes: readonly Uint8Array[]) => findSessionHolders(database, hashes, adminTag),
    maxBatchSize: SESSIONS_PER_QUERY,
    concurrency: 2,
    waitingMax: WAITING_MAX,
    isUnavailable,
  })
  const renew = createBatcher({
    work: async (ids: readonly SessionId[]) => {
      await renewSessions(database, ids)
      return ids
    },
    maxBatchSize: SESSIONS_PER_QUERY,
    concurrency: 1,
    waitingMax: WAITING_MAX,
    isUnavailable,
  })

  return {
    async read(hash) {
      const found = await find(hash).catch((error: unknown) => {
        throw error instanceof TooManyWaitingError ? new UnavailableError('postgresql', error) : error
      })
      // The request does not wait for it, and the next one repeats it if it fails.
      if (found?.isStale === true) void renew(found.sessionId).catch(() => undefined)
      return found
    },
  }
}
