import type { DeliveryId } from '@posthorn/contracts'
import {
  type AfterAttempt,
  type ClaimedDelivery,
  claimDelivery,
  type Database,
  recordAttempt,
  releaseClaim,
  settleUnclaimed,
} from '@posthorn/database'
import type { Egress } from '@posthorn/egress'
import type { DeliveryQueue } from '@posthorn/queue'
import type { SecretBox } from '@posthorn/secrets'
import type { Logger } from '@posthorn/service'
import { decideOutcome, type Outcome } from '@posthorn/webhook'
import { type Answer, attemptRecord, replyOf } from './attempt-record.ts'
import { type SignedRequest, signedRequest } from './signed-request.ts'
import { untilWritten } from './until-written.ts'

export interface DeliverDependencies {
  database: Database
  queue: Pick<DeliveryQueue, 'add'>
  egress: Pick<Egress, 'send'>
  secretBox: SecretBox
  logger: Logger
  userAgent: string
  now: () => Date
  /** From 0 to 1. */
  random: () => number
  /** Aborted when the process has no time left to write down what happened. */
  signal: AbortSignal
}

/** After trouble of our own before the request was made: the attempt is not counted, and is made a while later. */
const TROUBLE_PAUSE_SECONDS = 30

/**
 * Makes one attempt for a delivery: claim, sign, send, decide, record. What fails before the request is ours and uses up
 * nothing; what fails in it is the endpoint's; what fails after it is ours again, and is written until it is written.
 */
export async function deliver(dependencies: DeliverDependencies, id: DeliveryId): Promise<void> {
  const { database, egress, now } = dependencies
  const claim = await claimDelivery(database, id)
  if (claim === undefined) return settleUnclaimed(database, id)

  const startedAt = now()
  const request = await prepare(dependencies, claim, startedAt)
  const answer = await egress.send({ ...request, timeoutMs: claim.timeoutSeconds * 1000 })

  const outcome = decide(dependencies, claim, answer)
  await record(dependencies, claim, { startedAt, request, answer, outcome })
  if (outcome.kind === 'retry') await remindAgain(dependencies, claim, outcome.delayMs)
}

/** Signs the request. A secret that does not open is the operator's to mend: the delivery is handed back. */
async function prepare(
  { database, secretBox, userAgent }: DeliverDependencies,
  claim: ClaimedDelivery,
  startedAt: Date,
): Promise<SignedRequest> {
  try {
    return signedRequest(claim, { secretBox, userAgent, startedAt })
  } catch (error) {
    await releaseClaim(database, claim, TROUBLE_PAUSE_SECONDS)
    throw new Error(`signing delivery ${claim.deliveryId} of endpoint ${claim.endpointId}`, { cause: error })
  }
}

function decide({ now, random }: DeliverDependencies, claim: ClaimedDelivery, answer: Answer): Outcome {
  return decideOutcome({
    reply: replyOf(answer),
    retryOn: claim.retryOn,
    failureCount: claim.failureCount + 1,
    scheduleSeconds: claim.retrySchedule,
    now: now(),
    random: random(),
  })
}

async function record(
  { database, logger, signal }: DeliverDependencies,
  claim: ClaimedDelivery,
  made: { startedAt: Date; request: SignedRequest; answer: Answer; outcome: Outcome },
): Promise<void> {
  const { answer, outcome } = made
  const attempt = attemptRecord(claim, { ...made, next: afterAttempt(outcome, claim.failureCount + 1) })
  const moved = await untilWritten(() => recordAttempt(database, attempt), { logger, signal })
  logger.info(
    {
      tenantId: claim.tenantId,
      eventId: claim.eventId,
      endpointId: claim.endpointId,
      deliveryId: claim.deliveryId,
      attempt: claim.attemptNumber,
      durationMs: attempt.durationMs,
      statusCode: attempt.statusCode,
      errorCode: attempt.errorCode,
      errorDetail: answer.kind === 'error' ? answer.detail : undefined,
      outcome: outcome.kind,
      reason: outcome.kind === 'failed' ? outcome.reason : undefined,
      retryInMs: outcome.kind === 'retry' ? Math.round(outcome.delayMs) : undefined,
      superseded: moved ? undefined : true,
    },
    'delivery.attempted',
  )
}

function afterAttempt(outcome: Outcome, failureCount: number): AfterAttempt {
  switch (outcome.kind) {
    case 'succeeded':
      return { status: 'succeeded' }
    case 'retry':
      return { status: 'pending', delayMs: outcome.delayMs, failureCount }
    case 'failed':
      return { status: 'failed', disableEndpoint: outcome.reason === 'gone', failureCount }
  }
}

/** The row says when to try again; without a job the sweeper finds it, a little later. */
async function remindAgain(
  { queue, logger }: DeliverDependencies,
  { deliveryId, attemptNumber }: ClaimedDelivery,
  delayMs: number,
): Promise<void> {
  try {
    await queue.add([{ deliveryId, attemptNumber: attemptNumber + 1 }], delayMs)
  } catch (error) {
    logger.warn({ err: error, deliveryId }, 'enqueue.postponed')
  }
}
