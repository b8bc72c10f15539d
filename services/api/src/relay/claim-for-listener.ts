import { setImmediate as nextTurn } from 'node:timers/promises'
import { UnavailableError } from '@posthorn/contracts'
import {
  type ClaimedDelivery,
  claimRelayed,
  type Database,
  noteSent,
  type RelayListener,
  releaseClaim,
  type SizedDelivery,
} from '@posthorn/database'
import type { FairSemaphore } from '@posthorn/fairness'
import type { Logger } from '@posthorn/runtime'
import type { SecretBox } from '@posthorn/secrets'
import { maskedRequestHeaders, signedRequest, UndecryptableValueError } from '@posthorn/signed-requests'
import type { BodyBudget } from './body-budget.ts'
import type { Claims } from './relay-connection.ts'

/** Bodies of one claim, unless the first is larger. */
const CLAIM_BYTES_MAX = 4 * 1024 * 1024
/** Delay of the next try for a delivery that could not be signed. That is no attempt. */
const UNSIGNED_PAUSE_SECONDS = 15
/** Bodies that are signed in one turn of the event loop. */
const TURN_BYTES = 1024 * 1024

export interface ClaimDependencies {
  database: Database
  secretBox: SecretBox
  logger: Logger
  userAgent: string
  /** Limits the statements of all listeners of the process, tenants in turn. */
  statements: FairSemaphore
  /** Of the bodies in memory of all listeners of the process. */
  bodies: BodyBudget
}

/** A delivery that is ready to be sent to a listener. */
export interface SignedDelivery {
  claim: ClaimedDelivery
  headers: Record<string, string>
  body: Buffer
  expiresAt: Date
  /** When its lease expires, by the clock of this process: not later than by that of the database. */
  untilMs: number
  /** Returns the memory of its body. */
  release: () => void
}

/** Claims what is due for a listener, and signs it. While PostgreSQL does not answer, there is nothing. */
export async function claimForListener(
  dependencies: ClaimDependencies,
  listener: RelayListener,
): Promise<Claims<SignedDelivery>> {
  const { statements, logger } = dependencies
  const slot = await statements.acquire(listener.tenantId)
  try {
    return await claimAndSign(dependencies, listener)
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error
    logger.warn({ err: error, retrying: true }, 'relay.claim_failed')
    return { deliveries: [], hasMore: false }
  } finally {
    slot.release()
  }
}

async function claimAndSign(
  dependencies: ClaimDependencies,
  listener: RelayListener,
): Promise<Claims<SignedDelivery>> {
  const { database, bodies } = dependencies
  let bytes = 0
  const hasRoomFor = ({ bodyBytes }: SizedDelivery) => {
    if (bytes > 0 && bytes + bodyBytes > CLAIM_BYTES_MAX) return false
    if (!bodies.take(listener.tenantId, bodyBytes)) return false
    bytes += bodyBytes
    return true
  }
  try {
    const claimedAtMs = performance.now()
    const { claimed, hasMore } = await claimRelayed(database, listener, hasRoomFor)
    return { deliveries: await signAll(dependencies, claimed, claimedAtMs), hasMore }
  } finally {
    // What is sent is held by itself.
    bodies.give(listener.tenantId, bytes)
  }
}

async function signAll(
  dependencies: ClaimDependencies,
  claimed: readonly ClaimedDelivery[],
  claimedAtMs: number,
): Promise<SignedDelivery[]> {
  const { database, bodies } = dependencies
  const signed: Omit<SignedDelivery, 'expiresAt' | 'untilMs' | 'release'>[] = []
  let turnBytes = 0
  const sentAt = new Date()
  for (const claim of claimed) {
    const request = await signOrRelease(dependencies, claim, sentAt)
    if (request === undefined) continue
    signed.push({ claim, ...request })
    turnBytes += request.body.length
    if (turnBytes < TURN_BYTES) continue
    turnBytes = 0
    await nextTurn()
  }
  if (signed.length === 0) return []
  // Before it is sent: a result may come from the listener at once, to any process.
  const expiries = await noteSent(
    database,
    signed.map(({ claim, headers }) => ({ ...claim, sentAt, headers: maskedRequestHeaders(headers, claim) })),
  )
  return signed.flatMap((delivery) => {
    const { deliveryId, tenantId, leaseMs } = delivery.claim
    const expiresAt = expiries.get(deliveryId)
    if (expiresAt === undefined) return []
    const untilMs = claimedAtMs + leaseMs
    return [{ ...delivery, expiresAt, untilMs, release: bodies.hold(tenantId, delivery.body.length) }]
  })
}

async function signOrRelease(
  { database, secretBox, userAgent, logger }: ClaimDependencies,
  claim: ClaimedDelivery,
  startedAt: Date,
): Promise<{ headers: Record<string, string>; body: Buffer } | undefined> {
  try {
    const { headers, body } = signedRequest(claim, { secretBox, userAgent, startedAt })
    return { headers, body }
  } catch (error) {
    const { tenantId, endpointId, deliveryId } = claim
    logger.error({ ...reasonOf(error), tenantId, endpointId, deliveryId }, 'relay.sign_failed')
    await releaseClaim(database, claim, UNSIGNED_PAUSE_SECONDS)
    return undefined
  }
}

/** Without the value that cannot be decrypted: its ciphertext is not for logs. */
function reasonOf(error: unknown): object {
  if (!(error instanceof UndecryptableValueError)) return { err: error }
  return { reason: 'secret_unreadable', value: error.value.kind, keyId: error.keyId }
}
