import { setTimeout } from 'node:timers/promises'
import { ProblemError } from '@posthorn/contracts'
import {
  type Database,
  type FirstRequest,
  findFirstRequest,
  type IdempotencyScope,
  type KeptAnswer,
  type Reservation,
  reserveAnswer,
} from '@posthorn/database'

const PAUSE_MS_MIN = 50
const PAUSE_MS_MAX = 250

/** `reserved`: the request is the first one, or takes its place. `answered`: it repeats one. */
export type FirstAnswer =
  | { kind: 'reserved'; reservation: Reservation }
  | { kind: 'answered'; answer: KeptAnswer }
  | { kind: 'unwanted' }

export interface Repetition extends IdempotencyScope {
  bodyHash: Uint8Array
  /** False as soon as waiting has become pointless. */
  isWanted: () => boolean
}

interface Asking {
  database: Database
  /** Runs a statement when it is the tenant's turn: those that wait ask again and again. */
  statement: <Result>(ask: () => Promise<Result>) => Promise<Result>
}

/**
 * Finds the answer to the first request with a key, or reserves it for the caller. While the first one is being worked
 * on, in whatever process, it waits; of a process that has died the caller takes over.
 * @throws ProblemError `idempotency_key_reused` when the first request had another body
 */
export async function firstAnswer(asking: Asking, repetition: Repetition): Promise<FirstAnswer> {
  const { database, statement } = asking
  for (;;) {
    const reservation = await statement(() => reserveAnswer(database, repetition, repetition.bodyHash))
    if (reservation !== undefined) return { kind: 'reserved', reservation }

    const first = await noLongerUnderway(asking, repetition)
    if (first?.state === 'answered') return { kind: 'answered', answer: first.answer }
    if (!repetition.isWanted()) return { kind: 'unwanted' }
  }
}

async function noLongerUnderway(
  { database, statement }: Asking,
  { bodyHash, isWanted, ...scope }: Repetition,
): Promise<FirstRequest | undefined> {
  for (let pauseMs = PAUSE_MS_MIN; ; pauseMs = Math.min(pauseMs * 2, PAUSE_MS_MAX)) {
    const first = await statement(() => findFirstRequest(database, scope, bodyHash))
    if (first?.sameBody === false) throw reused(scope.key)
    if (first?.state !== 'underway' || !isWanted()) return first
    await setTimeout(pauseMs)
  }
}

function reused(key: string): ProblemError {
  return new ProblemError(
    'idempotency_key_reused',
    `The Idempotency-Key "${key}" was used on this path for another body. Make a new key for each new request.`,
  )
}
