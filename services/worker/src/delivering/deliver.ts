import type { ClaimedDelivery, DueDelivery } from '@posthorn/database'
import type { Egress, SendResult } from '@posthorn/egress'
import { type DeliveryQueue, enqueueOrLog, type HintPublisher } from '@posthorn/queue'
import type { Logger } from '@posthorn/runtime'
import type { SecretBox } from '@posthorn/secrets'
import { type SignedRequest, signedRequest, UndecryptableValueError } from '@posthorn/signed-requests'
import { inSpan, type Span } from '@posthorn/tracing'
import { decideOutcome, type Outcome } from '@posthorn/webhook'
import type { WorkerMetrics } from '../worker-metrics.ts'
import { attemptLogFields } from './attempt-log.ts'
import { attemptRecord, responseOrError } from './attempt-record.ts'
import { sendSpanOptions, setResult } from './attempt-trace.ts'
import type { DeliveryStore } from './delivery-store.ts'
import type { HealthTally } from './health-tally.ts'
import { healthSampleOf, nextDeliveryState } from './next-delivery-state.ts'
import { untilWritten } from './until-written.ts'

export interface DeliverDependencies {
  store: Pick<DeliveryStore, 'record' | 'release' | 'disableUndecryptable'>
  queue: Pick<DeliveryQueue, 'add'>
  live: HintPublisher
  egress: Pick<Egress, 'send'>
  secretBox: SecretBox
  health: Pick<HealthTally, 'count'>
  metrics: Pick<WorkerMetrics, 'countAttempt'>
  logger: Logger
  /** For the line of each attempt. */
  attemptLog: Pick<Logger, 'info'>
  userAgent: string
  now: () => Date
  /** A clock in milliseconds that never goes back and also advances while the process is stopped. */
  monotonicMs: () => number
  /** From 0 to 1. */
  random: () => number
  /** Aborted when the process has no time left to write records. */
  signal: AbortSignal
}

/** The part of a lease that is reserved for writing the record. */
const RECORD_MS = 2000
/** A request that has waited longer inside Posthorn is signed again, with the time at which it leaves. */
const SIGNED_MS_MAX = 1000

/** Delay of the next try after a failure before the request was sent. That failure is not an attempt. */
const RETRY_PAUSE_SECONDS = 15

/** A delivery that this worker has claimed, and when. */
export interface ClaimedAttempt {
  delivery: ClaimedDelivery
  claimedAtMs: number
  /** Of the attempt, while spans are recorded. The caller ends it. */
  span?: Span | undefined
  /** Called when the request has ended, before its record is written. */
  onRequestEnd?: () => void
}

/**
 * Makes one attempt for a claimed delivery: sign, send, decide, record. A failure before the request is Posthorn's and uses up no
 * attempt; a failure of the request is the endpoint's; a failure after it is Posthorn's again, and only the write is repeated. The jobs
 * that follow are added in the background.
 */
export async function deliver(
  dependencies: DeliverDependencies,
  { delivery, claimedAtMs, span, onRequestEnd }: ClaimedAttempt,
): Promise<void> {
  const { store, health, metrics, logger, attemptLog, monotonicMs, signal } = dependencies
  const sent = await sendOrRelease(dependencies, delivery, () =>
    inSpan(
      'send',
      () => sendSpanOptions(delivery, span),
      (sendSpan) => send(dependencies, delivery, maxWaitMs(delivery, monotonicMs() - claimedAtMs), sendSpan),
    ),
  )
  onRequestEnd?.()
  const { result } = sent
  const outcome = decide(dependencies, delivery, result)
  const attempt = attemptRecord(delivery, { ...sent, next: nextDeliveryState(delivery, outcome) })
  const { moved, woken, disabled } = await inSpan(
    'record',
    () => ({ parent: span?.context }),
    () => untilWritten(() => store.record(attempt), { logger, signal }),
  )
  span?.set({ 'posthorn.attempt.outcome': outcome.kind })

  health.count(delivery, healthSampleOf(delivery, outcome))
  metrics.countAttempt({ delivery, attempt, outcome: outcome.kind })
  attemptLog.info(attemptLogFields(delivery, { attempt, result, outcome, moved }), 'delivery.attempted')
  for (const endpoint of disabled) logger.warn({ ...endpoint, reason: 'gone' }, 'endpoint.disabled')

  // Not awaited: the capacity of a delivery must not wait for a queue that hangs. Waiting reminders are bounded.
  void enqueueRetry(dependencies, delivery, outcome)
  void enqueueWoken(dependencies, woken)
}

interface Sent {
  /** When the request left; also the time in its signature. */
  startedAt: Date
  request: SignedRequest
  result: SendResult
}

async function send(
  { egress, secretBox, userAgent, now }: DeliverDependencies,
  delivery: ClaimedDelivery,
  waitMsMax: number,
  span: Span | undefined,
): Promise<Sent> {
  const signedAt = (startedAt: Date) => ({
    startedAt,
    request: signedRequest(delivery, { secretBox, userAgent, startedAt, sampled: span?.context.sampled }),
  })
  let signed = signedAt(now())
  const headers = () => {
    const leavesAt = now()
    if (leavesAt.getTime() - signed.startedAt.getTime() > SIGNED_MS_MAX) signed = signedAt(leavesAt)
    return signed.request.headers
  }
  const { tenantId, timeoutSeconds } = delivery
  const { url, body } = signed.request
  const timeoutMs = timeoutSeconds * 1000
  const result = await egress.send({ url, body, headers, tenantId, timeoutMs, waitMsMax })
  setResult(span, result)
  return { ...signed, result }
}

/**
 * Releases the claim when the request could not be sent: a secret that cannot be decrypted, a proxy that is down, a process that was
 * stopped for longer than its lease. The delivery has used up no attempt.
 * @throws the failure; one to release the claim as well does not hide it
 */
async function sendOrRelease(
  dependencies: DeliverDependencies,
  delivery: ClaimedDelivery,
  work: () => Promise<Sent>,
): Promise<Sent> {
  try {
    return await work()
  } catch (cause) {
    const what = `the request of delivery ${delivery.deliveryId} to endpoint ${delivery.endpointId} was not sent`
    const failed = await release(dependencies, delivery, cause).catch((error: unknown) => ({ error }))
    if (failed === undefined) throw new Error(what, { cause })
    throw new AggregateError([cause, failed.error], `${what}, and its lease was not released`, { cause })
  }
}

/** Repeated until it is written: a lease that expires counts as an attempt whose worker was lost. */
async function release(
  { store, live, logger, signal }: DeliverDependencies,
  delivery: ClaimedDelivery,
  failure: unknown,
): Promise<undefined> {
  await untilWritten(
    async () => {
      if (failure instanceof UndecryptableValueError)
        await disable({ store, live, logger }, delivery, failure)
      await store.release(delivery, RETRY_PAUSE_SECONDS)
    },
    { logger, signal, message: 'claim.release_failed' },
  )
}

/**
 * Disables the endpoint of a value that no service can decrypt: its deliveries would wait for ever, and only its tenant can set
 * another secret. A value that another service can decrypt waits until this service is started with the same keys.
 */
async function disable(
  { store, live, logger }: Pick<DeliverDependencies, 'store' | 'live' | 'logger'>,
  { tenantId, endpointId }: ClaimedDelivery,
  { value, keyId }: UndecryptableValueError,
): Promise<void> {
  if (!(await store.disableUndecryptable(endpointId, value, keyId))) return
  live.publish(tenantId, 'endpoint', [endpointId], 'disabled')
  logger.error({ tenantId, endpointId, reason: 'secret_unreadable', value: value.kind }, 'endpoint.disabled')
}

/**
 * How long the request may wait before it leaves, so that the lease lasts until the record is written.
 * @throws when no time is left: while a process was stopped after its claim, another worker may have claimed the delivery
 */
function maxWaitMs({ leaseMs, timeoutSeconds }: ClaimedDelivery, ageMs: number): number {
  const leftMs = leaseMs - timeoutSeconds * 1000 - RECORD_MS - ageMs
  if (leftMs < 0) throw new Error(`the claim was ${Math.round(ageMs)} ms old`)
  return leftMs
}

function decide(
  { now, random }: DeliverDependencies,
  delivery: ClaimedDelivery,
  result: SendResult,
): Outcome {
  return decideOutcome({
    result: responseOrError(result),
    retryOn: delivery.retryOn,
    failureCount: delivery.failureCount + 1,
    // A test is tried once.
    scheduleSeconds: delivery.trigger === 'test' ? [] : delivery.retrySchedule,
    now: now(),
    random: random(),
  })
}

async function enqueueRetry(
  { queue, logger: log }: DeliverDependencies,
  { tenantId, endpointId, deliveryId, attemptNumber, trigger }: ClaimedDelivery,
  outcome: Outcome,
): Promise<void> {
  if (outcome.kind !== 'retry' || trigger === 'manual') return
  const delayMs = Math.round(outcome.delayMs)
  const reminder = { tenantId, endpointId, deliveryId, attemptNumber: attemptNumber + 1, delayMs }
  await enqueueOrLog({ queue, log }, [reminder], { deliveryId })
}

/** Adds jobs for deliveries whose endpoint accepts requests again. */
async function enqueueWoken(
  { queue, logger: log, now }: DeliverDependencies,
  woken: readonly DueDelivery[],
): Promise<void> {
  const tag = `woken${now().getTime()}`
  const reminders = woken.map((delivery) => ({ ...delivery, tag }))
  await enqueueOrLog({ queue, log }, reminders, { deliveryIds: woken.map(({ deliveryId }) => deliveryId) })
}
