/** The pending deliveries of an endpoint, each counted once, and the state of the endpoint. Times are from the database's clock. */
export interface PendingDeliveries {
  now: Date
  /** Claimed by a worker. */
  inFlight: number
  /** Due later, by the retry schedule. */
  scheduled: number
  /** When the first of those is due. */
  scheduledAt: Date | null
  /** Due, and waiting for the endpoint. */
  waiting: number
  /** Due for some seconds at most, and not claimed. */
  due: number
  /** Due for longer than that. */
  overdue: number
  endpoint: {
    isEnabled: boolean
    /** Whether a listener fetches its deliveries. */
    isRelay: boolean
    maxInFlight: number
    /** All attempts in flight, also those that are not counted above. */
    inFlight: number
    nextAllowedAt: Date | null
    circuitOpenedAt: Date | null
    probeAt: Date | null
    wakeAt: Date | null
  }
}

/** What is known about the processes. */
export interface ProcessFacts {
  isWorkerConnected: boolean
  /** Jobs that wait in the queue; undefined when it does not answer. */
  queueJobsWaiting: number | undefined
}

type WaitingForEndpoint =
  | 'disabled'
  | 'no_listener'
  | 'circuit_open'
  | 'in_flight_limit'
  | 'rate_limit'
  | 'waking'
type WaitingForWorker = 'queued' | 'no_worker' | 'queue_unavailable' | 'job_missing'

/** Pending deliveries with the same reason. */
export interface PendingGroup {
  reason: 'in_flight' | 'scheduled' | WaitingForEndpoint | WaitingForWorker
  deliveries: number
  /** When the first of them is expected to continue. */
  nextAt: Date | null
}

/** Why deliveries are pending, one entry for each reason that applies. Follows the order of `decideAdmission`. */
export function explainPending(pending: PendingDeliveries, facts: ProcessFacts): PendingGroup[] {
  const { inFlight, scheduled, scheduledAt, waiting, due, overdue } = pending
  const dueReason = facts.isWorkerConnected ? 'queued' : 'no_worker'
  const overdueReason = reasonOfOverdue(facts)
  const isSame = dueReason === overdueReason
  const all: PendingGroup[] = [
    { reason: 'in_flight', deliveries: inFlight, nextAt: null },
    { reason: 'scheduled', deliveries: scheduled, nextAt: scheduledAt },
    { ...reasonOfWaiting(pending), deliveries: waiting },
    { reason: dueReason, deliveries: isSame ? due + overdue : due, nextAt: null },
    { reason: overdueReason, deliveries: isSame ? 0 : overdue, nextAt: null },
  ]
  return all.filter(({ deliveries }) => deliveries > 0)
}

function reasonOfWaiting({ now, endpoint }: PendingDeliveries): {
  reason: WaitingForEndpoint
  nextAt: Date | null
} {
  if (!endpoint.isEnabled) return { reason: 'disabled', nextAt: null }
  if (endpoint.isRelay && endpoint.inFlight < endpoint.maxInFlight)
    return { reason: 'no_listener', nextAt: null }
  if (endpoint.circuitOpenedAt !== null) return { reason: 'circuit_open', nextAt: endpoint.probeAt }
  if (endpoint.inFlight >= endpoint.maxInFlight) return { reason: 'in_flight_limit', nextAt: null }
  const { nextAllowedAt, wakeAt } = endpoint
  if (nextAllowedAt !== null && nextAllowedAt > now) return { reason: 'rate_limit', nextAt: nextAllowedAt }
  return { reason: 'waking', nextAt: wakeAt }
}

function reasonOfOverdue({ isWorkerConnected, queueJobsWaiting }: ProcessFacts): WaitingForWorker {
  if (!isWorkerConnected) return 'no_worker'
  if (queueJobsWaiting === undefined) return 'queue_unavailable'
  return queueJobsWaiting === 0 ? 'job_missing' : 'queued'
}
