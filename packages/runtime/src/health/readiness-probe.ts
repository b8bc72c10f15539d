import { within } from '@posthorn/batch'

/** A dependency of a service. */
export interface ReadinessCheck {
  name: string
  /** Fails when the dependency does not answer or does not accept writes. */
  check: () => Promise<void>
}

export type ReadinessState = 'up' | 'down'

interface ProbeDependencies {
  log: { warn(fields: object, message: string): void; info(fields: object, message: string): void }
  /** A monotonic clock in milliseconds. */
  nowMs: () => number
}

/** How long a state is cached: anyone may request it at any rate, and a check writes something. */
const STATE_MS = 1000
const CHECK_MS_MAX = 2000

/**
 * Checks a dependency when its state is requested: at most one check at a time, and one a second. While a check takes too long, the
 * dependency is down, until that check ends and the next one succeeds. Changes are logged with the reason, which the reply hides.
 */
export function createReadinessProbe(
  { name, check }: ReadinessCheck,
  { log, nowMs }: ProbeDependencies,
): () => Promise<ReadinessState> {
  let state: ReadinessState = 'up'
  let changedAtMs = nowMs()
  let checkedAtMs = Number.NEGATIVE_INFINITY
  let checking: Promise<ReadinessState> | undefined
  let isHanging = false

  function become(next: ReadinessState, error?: unknown): ReadinessState {
    checkedAtMs = nowMs()
    if (next === state) return state
    const durationMs = Math.round(checkedAtMs - changedAtMs)
    if (next === 'down') log.warn({ dependency: name, err: error }, 'dependency.failed')
    else log.info({ dependency: name, durationMs }, 'dependency.recovered')
    state = next
    changedAtMs = checkedAtMs
    return state
  }

  async function runCheck(): Promise<ReadinessState> {
    isHanging = true
    const result = (async () => check())().finally(() => {
      isHanging = false
    })
    try {
      await within(CHECK_MS_MAX, result)
      return become('up')
    } catch (error) {
      return become('down', error)
    } finally {
      checking = undefined
    }
  }

  return async () => {
    if (checking !== undefined) return checking
    // No second check beside one that hangs: each would take another connection.
    if (isHanging || nowMs() - checkedAtMs < STATE_MS) return state
    checking = runCheck()
    return checking
  }
}
