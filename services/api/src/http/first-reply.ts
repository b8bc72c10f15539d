import { setTimeout } from 'node:timers/promises'
import { ProblemError } from '@posthorn/contracts'
import {
  type Database,
  type FirstRequest,
  findFirstRequest,
  type IdempotencyScope,
  type Reservation,
  readReply,
  reserveReply,
  type StoredReply,
} from '@posthorn/database'

const PAUSE_MS_MIN = 50
const PAUSE_MS_MAX = 250

/** `reserved`: this request is the first, or takes over from it. `replied`: it is a duplicate. `abandoned`: stop waiting. */
export type ReplyOrReservation =
  | { kind: 'reserved'; reservation: Reservation }
  | { kind: 'replied'; reply: StoredReply }
  | { kind: 'abandoned' }

export interface IdempotentRequest extends IdempotencyScope {
  bodyHash: Uint8Array
  /** False once the client has disconnected or the process stops. */
  shouldWait: () => boolean
}

interface ReplyDependencies {
  database: Database
  /** Runs a query when it is the tenant's turn: waiting requests poll. */
  statement: <Result>(query: () => Promise<Result>) => Promise<Result>
  /** Waits until the tenant may have one more reply in memory. */
  takeSlot: () => Promise<void>
}

/**
 * Finds the reply to the first request with a key, or reserves the key for the caller. It waits while the first request
 * is in progress in any process, and takes over from a process that has died.
 * @throws ProblemError `idempotency_key_reused` when the first request had another body
 */
export async function findOrReserveReply(
  dependencies: ReplyDependencies,
  request: IdempotentRequest,
): Promise<ReplyOrReservation> {
  const { database, statement, takeSlot } = dependencies
  for (;;) {
    const reservation = await statement(() => reserveReply(database, request, request.bodyHash))
    if (reservation !== undefined) return { kind: 'reserved', reservation }

    const first = await waitForFirstRequest(dependencies, request)
    if (first?.state === 'replied') {
      // It may have megabytes.
      await takeSlot()
      const reply = await statement(() => readReply(database, request, request.bodyHash))
      if (reply !== undefined) return { kind: 'replied', reply }
    }
    if (!request.shouldWait()) return { kind: 'abandoned' }
  }
}

async function waitForFirstRequest(
  { database, statement }: ReplyDependencies,
  { bodyHash, shouldWait, ...scope }: IdempotentRequest,
): Promise<FirstRequest | undefined> {
  for (let pauseMs = PAUSE_MS_MIN; ; pauseMs = Math.min(pauseMs * 2, PAUSE_MS_MAX)) {
    const first = await statement(() => findFirstRequest(database, scope, bodyHash))
    if (first?.sameBody === false) throw reused(scope.key)
    if (first?.state !== 'in_flight' || !shouldWait()) return first
    await setTimeout(pauseMs)
  }
}

function reused(key: string): ProblemError {
  return new ProblemError(
    'idempotency_key_reused',
    `The Idempotency-Key "${key}" was used on this path with another body. Use a new key for each new request.`,
  )
}
