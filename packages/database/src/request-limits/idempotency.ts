import { type Database, poolOf } from '../sql/database.ts'
import { deleteStatement, runBatch } from '../sql/delete-batch.ts'
import { run } from '../sql/sql.ts'

/** Identifies a request with an Idempotency-Key: by the API key and the path too. */
export interface IdempotencyScope {
  /** The id of the API key, or `admin`. */
  holder: string
  path: string
  key: string
}

/** The right to reply to a request, until its lease ends. */
export interface Reservation extends IdempotencyScope {
  /** The same for every process that takes over the request, until one has replied. */
  seed: string
  seededAt: Date
  /** Distinguishes this lease from a later one. */
  leaseUntil: Date
}

export interface StoredReply {
  status: number
  contentType: string | null
  /** Opens with `rowOfReply`. */
  sealedReply: Uint8Array
}

/**
 * The first request with a key. `replied`: its reply is stored. `in_flight`: it is in flight. `abandoned`: its lease has ended
 * without a reply.
 */
export interface FirstRequest {
  sameBody: boolean
  state: 'replied' | 'in_flight' | 'abandoned'
}

/**
 * Far longer than a request takes, unless its process is frozen. If another process takes over while the first still
 * runs, both make the same ids, and one reply is stored.
 */
const LEASE_SECONDS = 60
const KEPT_HOURS = 24

/** Names the row of a reply for its encryption. Only the last part may contain blanks. */
export function rowOfReply({ holder, path, key }: IdempotencyScope): string {
  return `idempotency ${holder} ${path} ${key}`
}

// Lock order: the row of the key. An expired row counts as absent and gets a new seed; an abandoned one keeps its seed.
const RESERVE = {
  name: 'reserve-idempotency-key',
  text: `
    INSERT INTO idempotency_keys AS k (holder, path, key, body_hash, seed, lease_until, expires_at)
    VALUES ($1, $2, $3, $4, gen_random_uuid(), now() + make_interval(secs => ${LEASE_SECONDS}),
      now() + make_interval(hours => ${KEPT_HOURS}))
    ON CONFLICT (holder, path, key) DO UPDATE SET
      body_hash = excluded.body_hash, lease_until = excluded.lease_until,
      status = NULL, content_type = NULL, sealed_reply = NULL,
      seed = CASE WHEN k.expires_at <= now() THEN excluded.seed ELSE k.seed END,
      created_at = CASE WHEN k.expires_at <= now() THEN excluded.created_at ELSE k.created_at END,
      expires_at = CASE WHEN k.expires_at <= now() THEN excluded.expires_at ELSE k.expires_at END
      WHERE k.expires_at <= now() OR (k.lease_until <= now() AND k.body_hash = excluded.body_hash)
    RETURNING seed, created_at AS "seededAt", lease_until AS "leaseUntil"`,
}

/** Reserves the reply for the caller, unless another request has reserved it or has replied. */
export async function reserveReply(
  database: Database,
  { holder, path, key }: IdempotencyScope,
  bodyHash: Uint8Array,
): Promise<Reservation | undefined> {
  const [row] = await run<Pick<Reservation, 'seed' | 'seededAt' | 'leaseUntil'>>(poolOf(database), RESERVE, [
    holder,
    path,
    key,
    bodyHash,
  ])
  return row === undefined ? undefined : { holder, path, key, ...row }
}

const FIND_FIRST = {
  name: 'find-first-request',
  text: `
    SELECT body_hash = $4 AS "sameBody",
      CASE WHEN status IS NOT NULL THEN 'replied' WHEN lease_until <= now() THEN 'abandoned' ELSE 'in_flight' END AS state
    FROM idempotency_keys WHERE holder = $1 AND path = $2 AND key = $3 AND expires_at > now()`,
}

/** The first request with this key, if it has not expired. */
export async function findFirstRequest(
  database: Database,
  { holder, path, key }: IdempotencyScope,
  bodyHash: Uint8Array,
): Promise<FirstRequest | undefined> {
  type Row = Pick<FirstRequest, 'sameBody' | 'state'>
  const [row] = await run<Row>(poolOf(database), FIND_FIRST, [holder, path, key, bodyHash])
  return row
}

const READ_REPLY = {
  name: 'read-reply',
  text: `
    SELECT status, content_type AS "contentType", sealed_reply AS "sealedReply" FROM idempotency_keys
    WHERE holder = $1 AND path = $2 AND key = $3 AND body_hash = $4 AND status IS NOT NULL AND expires_at > now()`,
}

/** The reply to the first request with this key and body, if it has not expired. It may have megabytes. */
export async function readReply(
  database: Database,
  { holder, path, key }: IdempotencyScope,
  bodyHash: Uint8Array,
): Promise<StoredReply | undefined> {
  type Row = Pick<StoredReply, 'status' | 'contentType' | 'sealedReply'>
  const [row] = await run<Row>(poolOf(database), READ_REPLY, [holder, path, key, bodyHash])
  return row
}

const STORE = {
  name: 'store-reply',
  text: `
    UPDATE idempotency_keys SET status = $5, content_type = $6, sealed_reply = $7, lease_until = NULL
    WHERE holder = $1 AND path = $2 AND key = $3 AND lease_until = $4`,
}

/** Stores the reply for duplicates of the request. Does nothing when another process has taken over. */
export async function storeReply(
  database: Database,
  { holder, path, key, leaseUntil }: Reservation,
  { status, contentType, sealedReply }: StoredReply,
): Promise<void> {
  await run(poolOf(database), STORE, [holder, path, key, leaseUntil, status, contentType, sealedReply])
}

const GIVE_BACK = {
  name: 'give-back-reservation',
  text: `
    UPDATE idempotency_keys SET lease_until = now()
    WHERE holder = $1 AND path = $2 AND key = $3 AND lease_until = $4`,
}

/**
 * Ends the lease, so that a repeated request does not wait for it. Keeps the seed: the outcome of what failed may be
 * unknown, and the repeated request must find what was stored.
 */
export async function giveBackReservation(
  database: Database,
  { holder, path, key, leaseUntil }: Reservation,
): Promise<void> {
  await run(poolOf(database), GIVE_BACK, [holder, path, key, leaseUntil])
}

const DROP = {
  name: 'drop-reservation',
  text: `
    DELETE FROM idempotency_keys WHERE holder = $1 AND path = $2 AND key = $3 AND lease_until = $4`,
}

/** Deletes the reservation of a refused request: its key is free again, for another body too. */
export async function dropReservation(
  database: Database,
  { holder, path, key, leaseUntil }: Reservation,
): Promise<void> {
  await run(poolOf(database), DROP, [holder, path, key, leaseUntil])
}

const DELETE_EXPIRED = deleteStatement('delete-replies', 'idempotency_keys', 'expires_at <= now()')

/**
 * Deletes at most `limit` expired replies.
 * @returns whether there may be more
 */
export async function deleteExpiredReplies(database: Database, limit: number): Promise<boolean> {
  return runBatch(poolOf(database), DELETE_EXPIRED, limit)
}
