import {
  type ClaimedDelivery,
  type Database,
  type DueDelivery,
  disableUnreadable,
  releaseClaim,
} from '@posthorn/database'
import type { Egress, SendResult } from '@posthorn/egress'
import type { DeliveryQueue, Reminder } from '@posthorn/queue'
import type { SecretBox } from '@posthorn/secrets'
import type { Logger } from '@posthorn/service'
import { decideOutcome, type Outcome } from '@posthorn/webhook'
import type { WorkerMetrics } from '../worker-metrics.ts'
import { afterAttempt, hasUsedUpSchedule } from './after-attempt.ts'
import { attemptRecord, replyOf } from './attempt-record.ts'
import { UnreadableValueError } from './decrypt-endpoint-values.ts'
import type { DeliveryStore } from './delivery-store.ts'
import type { HealthTally } from './health-tally.ts'
import { type SignedRequest, signedRequest } from './signed-request.ts'
import { untilWritten } from './until-written.ts'

export interface DeliverDependencies {
  database: Database
  store: Pick<DeliveryStore, 'record'>
  queue: Pick<DeliveryQueue, 'add'>
  egress: Pick<Egress, 'send'>
  secretBox: SecretBox
  health: Pick<HealthTally, 'count'>
  metrics: Pick<WorkerMetrics, 'countAttempt'>
  logger: Logger
  /** For the line of each attempt. */
  attemptLog: Pick<Logger, 'info'>
  userAgent: string
  now: () => Date
  /** Milliseconds that only ever go on, also while the process is stopped. */
  monotonicMs: () => number
  /** From 0 to 1. */
  random: () => number
  /** Aborted when the process has no time left to write down what happened. */
  signal: AbortSignal
}

/** Of the time for which a delivery is claimed, what is left for writing down what became of it. */
const RECORD_MS = 2000
/** A request that has waited for longer inside of Posthorn is signed anew, with the time at which it goes out. */
const SIGNED_MS_MAX = 1000

/** After trouble of our own before the request was made: the attempt is not counted, and is made a while later. */
const TROUBLE_PAUSE_SECONDS = 15

/** A delivery that this worker has taken, and when. */
export interface Claim {
  delivery: ClaimedDelivery
  claimedAtMs: number
}

/**
 * Makes one attempt for a delivery that was claimed: sign, send, decide, record. What fails before the request is ours and
 * uses up nothing; what fails in it is the endpoint's; what fails after it is ours again, and is written until it is
 * written.
 */
export async function deliver(
  dependencies: DeliverDependencies,
  { delivery, claimedAtMs }: Claim,
): Promise<void> {
  const { now, monotonicMs } = dependencies
  const sent = await releasedOnFailure(dependencies, delivery, () =>
    send(dependencies, delivery, waitMsMaxOf(delivery, monotonicMs() - claimedAtMs)),
  )
  const outcome = decide(dependencies, delivery, sent.answer)
  const woken = await record(dependencies, delivery, { ...sent, outcome })
  if (outcome.kind === 'retry' && delivery.trigger !== 'manual') {
    const delayMs = Math.round(outcome.delayMs)
    const { tenantId, endpointId, deliveryId, attemptNumber } = delivery
    await remind(dependencies, {
      tenantId,
      endpointId,
      deliveryId,
      attemptNumber: attemptNumber + 1,
      delayMs,
    })
  }
  const tag = `woken${now().getTime()}`
  await remind(dependencies, ...woken.map((each) => ({ ...each, tag })))
}

interface Sent {
  /** When it went out, and was signed for. */
  startedAt: Date
  request: SignedRequest
  answer: SendResult
}

async function send(
  { egress, secretBox, userAgent, now }: DeliverDependencies,
  delivery: ClaimedDelivery,
  waitMsMax: number,
): Promise<Sent> {
  const signedAt = (startedAt: Date) => ({
    startedAt,
    request: signedRequest(delivery, { secretBox, userAgent, startedAt }),
  })
  let signed = signedAt(now())
  const headers = () => {
    const goesOutAt = now()
    if (goesOutAt.getTime() - signed.startedAt.getTime() > SIGNED_MS_MAX) signed = signedAt(goesOutAt)
    return signed.request.headers
  }
  const { tenantId, timeoutSeconds } = delivery
  const { url, body } = signed.request
  const timeoutMs = timeoutSeconds * 1000
  const answer = await egress.send({ url, body, headers, tenantId, timeoutMs, waitMsMax })
  return { ...signed, answer }
}

/**
 * What goes wrong here is trouble of our own: a secret that does not open, a proxy that is down, a process that was
 * stopped for longer than its claim lasts. The delivery is given back without having used an attempt.
 */
async function releasedOnFailure(
  dependencies: DeliverDependencies,
  delivery: ClaimedDelivery,
  work: () => Promise<Sent>,
): Promise<Sent> {
  try {
    return await work()
  } catch (cause) {
    const what = `delivery ${delivery.deliveryId} to endpoint ${delivery.endpointId} was not begun`
    const failed = await giveBack(dependencies, delivery, cause).catch((error: unknown) => ({ error }))
    if (failed === undefined) throw new Error(what, { cause })
    throw new AggregateError([cause, failed.error], `${what}, and its claim is left to run out`, { cause })
  }
}

/** Until the database has it: a claim that runs out counts as an attempt whose worker was lost, and none was made. */
async function giveBack(
  { database, logger, signal }: DeliverDependencies,
  delivery: ClaimedDelivery,
  trouble: unknown,
): Promise<undefined> {
  await untilWritten(
    async () => {
      if (trouble instanceof UnreadableValueError) await disable({ database, logger }, delivery, trouble)
      await releaseClaim(database, delivery, TROUBLE_PAUSE_SECONDS)
    },
    { logger, signal, message: 'claim.release_failed' },
  )
}

/**
 * What cannot be decrypted by any service would hold up its endpoint for ever, and its tenant would not know: only it can
 * set another secret. What another service can decrypt waits for this one to be started with the same keys.
 */
async function disable(
  { database, logger }: Pick<DeliverDependencies, 'database' | 'logger'>,
  { tenantId, endpointId }: ClaimedDelivery,
  { value, keyId }: UnreadableValueError,
): Promise<void> {
  if (!(await disableUnreadable(database, endpointId, value, keyId))) return
  logger.error({ tenantId, endpointId, reason: 'secret_unreadable', value: value.kind }, 'endpoint.disabled')
}

/**
 * How long the request may still wait before it goes out, so that the claim lasts until its record is written.
 * @throws when there is no time left: a process that was frozen after its claim wakes to find that another worker has the delivery
 */
function waitMsMaxOf({ leaseMs, timeoutSeconds }: ClaimedDelivery, heldMs: number): number {
  const leftMs = leaseMs - timeoutSeconds * 1000 - RECORD_MS - heldMs
  if (leftMs < 0) throw new Error(`the claim was ${Math.round(heldMs)} ms old`)
  return leftMs
}

function decide(
  { now, random }: DeliverDependencies,
  delivery: ClaimedDelivery,
  answer: SendResult,
): Outcome {
  return decideOutcome({
    reply: replyOf(answer),
    retryOn: delivery.retryOn,
    failureCount: delivery.failureCount + 1,
    // A test is tried once.
    scheduleSeconds: delivery.trigger === 'test' ? [] : delivery.retrySchedule,
    now: now(),
    random: random(),
  })
}

async function record(
  { store, health, metrics, logger, attemptLog, signal }: DeliverDependencies,
  delivery: ClaimedDelivery,
  made: Sent & { outcome: Outcome },
): Promise<DueDelivery[]> {
  const { answer, outcome } = made
  const attempt = attemptRecord(delivery, { ...made, next: afterAttempt(delivery, outcome) })
  const { moved, woken } = await untilWritten(() => store.record(attempt), { logger, signal })
  health.count(delivery.endpointId, {
    failed: outcome.kind !== 'succeeded',
    exhausted: hasUsedUpSchedule(delivery, outcome),
    isProbe: delivery.isProbe,
  })
  metrics.countAttempt({ outcome: outcome.kind, errorCode: attempt.errorCode, ms: attempt.durationMs })
  attemptLog.info(
    {
      tenantId: delivery.tenantId,
      eventId: delivery.eventId,
      endpointId: delivery.endpointId,
      deliveryId: delivery.deliveryId,
      attempt: delivery.attemptNumber,
      trigger: delivery.trigger,
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
  return woken
}

/** The row says when to try again; without a job the sweeper finds it, a little later. */
async function remind({ queue, logger }: DeliverDependencies, ...reminders: Reminder[]): Promise<void> {
  try {
    await queue.add(reminders)
  } catch (error) {
    logger.warn(
      { err: error, retrying: true, deliveryIds: reminders.map(({ deliveryId }) => deliveryId) },
      'queue.add_failed',
    )
  }
}
