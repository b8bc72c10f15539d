const SECOND_MS = 1000
const HOUR_MS = 3600 * SECOND_MS

/** The circuit breaker's sliding window, made of buckets. */
const WINDOW_MS = 300 * SECOND_MS
const BUCKET_MS = 30 * SECOND_MS
/** The circuit opens with at least this many attempts in the window, if this fraction of them failed. */
const ATTEMPTS_MIN = 10
const FAILURE_SHARE = 0.7
/** Pause before the first probe. It doubles with each failed probe. */
const PROBE_PAUSE_MS_MIN = 30 * SECOND_MS
const PROBE_PAUSE_MS_MAX = 600 * SECOND_MS

/** Attempts in one bucket of the window. */
export interface WindowBucket {
  /** Start of the bucket, in milliseconds since the epoch. */
  at: number
  attempts: number
  failures: number
}

/** Health of an endpoint: input of the circuit breaker and of automatic disabling. */
export interface EndpointHealth {
  recent: readonly WindowBucket[]
  /** Null while the circuit is closed. */
  circuitOpenedAt: Date | null
  circuitReason: string | null
  probeAt: Date | null
  probePauseMs: number
  lastSuccessAt: Date | null
  /** First failure after the last success; null without one. */
  failingSince: Date | null
  /** Since `failingSince`. */
  failedAttempts: number
  exhaustedDeliveries: number
}

/** Results of the attempts to one endpoint since its health was last updated. */
export interface AttemptTally {
  attempts: number
  failures: number
  /** Deliveries whose schedule was used up. */
  exhausted: number
  /** Whether a probe was among the failures. */
  probeFailed: boolean
}

/** Health of an endpoint without attempts. */
export const UNTRIED: EndpointHealth = {
  recent: [],
  circuitOpenedAt: null,
  circuitReason: null,
  probeAt: null,
  probePauseMs: PROBE_PAUSE_MS_MIN,
  lastSuccessAt: null,
  failingSince: null,
  failedAttempts: 0,
  exhaustedDeliveries: 0,
}

/**
 * Health after more attempts. A success closes the circuit and resets the failures; a failed probe doubles the pause; a
 * closed circuit opens at 10 or more attempts with 70 % or more failures within 5 minutes.
 */
export function healthAfter(health: EndpointHealth, tally: AttemptTally, now: Date): EndpointHealth {
  const hasSuccess = tally.attempts > tally.failures
  const recent = counted(health.recent, tally, now)
  const failingSince = hasSuccess ? succeededAt(now) : failedSince(health, tally, now)
  if (health.circuitOpenedAt !== null) {
    if (hasSuccess) return { ...UNTRIED, ...failingSince }
    return { ...health, ...failingSince, recent, ...(tally.probeFailed ? pauseLonger(health, now) : {}) }
  }
  // A success never opens the circuit, even as the tenth attempt: the endpoint works.
  const circuitReason = tally.failures > 0 ? reasonToOpen(recent) : null
  if (circuitReason === null) return { ...health, ...failingSince, recent }
  return {
    ...health,
    ...failingSince,
    recent,
    circuitReason,
    circuitOpenedAt: now,
    probePauseMs: PROBE_PAUSE_MS_MIN,
    probeAt: new Date(now.getTime() + PROBE_PAUSE_MS_MIN),
  }
}

function counted(recent: readonly WindowBucket[], tally: AttemptTally, now: Date): WindowBucket[] {
  const at = Math.floor(now.getTime() / BUCKET_MS) * BUCKET_MS
  const live = recent.filter((bucket) => bucket.at > now.getTime() - WINDOW_MS && bucket.at <= at)
  const current = live.find((bucket) => bucket.at === at) ?? { at, attempts: 0, failures: 0 }
  return [
    ...live.filter((bucket) => bucket !== current),
    { at, attempts: current.attempts + tally.attempts, failures: current.failures + tally.failures },
  ]
}

function reasonToOpen(recent: readonly WindowBucket[]): string | null {
  const attempts = recent.reduce((sum, bucket) => sum + bucket.attempts, 0)
  const failures = recent.reduce((sum, bucket) => sum + bucket.failures, 0)
  if (attempts < ATTEMPTS_MIN || failures < attempts * FAILURE_SHARE) return null
  return `${failures} of ${attempts} attempts failed within 5 minutes`
}

function pauseLonger(
  { probePauseMs }: EndpointHealth,
  now: Date,
): Pick<EndpointHealth, 'probePauseMs' | 'probeAt'> {
  const longer = Math.min(probePauseMs * 2, PROBE_PAUSE_MS_MAX)
  return { probePauseMs: longer, probeAt: new Date(now.getTime() + longer) }
}

type Failing = Pick<
  EndpointHealth,
  'lastSuccessAt' | 'failingSince' | 'failedAttempts' | 'exhaustedDeliveries'
>

function succeededAt(now: Date): Failing {
  return { lastSuccessAt: now, failingSince: null, failedAttempts: 0, exhaustedDeliveries: 0 }
}

function failedSince(health: EndpointHealth, tally: AttemptTally, now: Date): Failing {
  return {
    lastSuccessAt: health.lastSuccessAt,
    failingSince: health.failingSince ?? (tally.failures > 0 ? now : null),
    failedAttempts: health.failedAttempts + tally.failures,
    exhaustedDeliveries: health.exhaustedDeliveries + tally.exhausted,
  }
}

/** Conditions of automatic disabling (docs/delivery.md), together with one exhausted delivery. */
export const DISABLE_AFTER_HOURS = 120
export const DISABLE_FAILED_ATTEMPTS_MIN = 20
/** The tenant is notified this long before, and an endpoint is never disabled without the notification. */
export const DISABLE_NOTICE_HOURS = 24

/**
 * Decides about an endpoint that does not recover.
 * @param warnedAt when its tenant was notified about the current failures
 */
export function decideDisabling(
  { failingSince, failedAttempts, exhaustedDeliveries }: EndpointHealth,
  { warnedAt, now }: { warnedAt: Date | null; now: Date },
): 'nothing' | 'warn' | 'disable' {
  if (failingSince === null || failedAttempts < DISABLE_FAILED_ATTEMPTS_MIN || exhaustedDeliveries < 1)
    return 'nothing'
  const failingHours = (now.getTime() - failingSince.getTime()) / HOUR_MS
  if (warnedAt === null)
    return failingHours >= DISABLE_AFTER_HOURS - DISABLE_NOTICE_HOURS ? 'warn' : 'nothing'
  const noticeHours = (now.getTime() - warnedAt.getTime()) / HOUR_MS
  return failingHours >= DISABLE_AFTER_HOURS && noticeHours >= DISABLE_NOTICE_HOURS ? 'disable' : 'nothing'
}
