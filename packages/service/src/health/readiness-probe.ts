/** What a service cannot work without, or works worse without. */
export interface ReadinessCheck {
  name: string
  /** Fails when the dependency does not answer, or does not store what it is given. */
  check: () => Promise<void>
}

export type ReadinessState = 'up' | 'down'

interface ProbeDependencies {
  log: { warn(fields: object, message: string): void; info(fields: object, message: string): void }
  /** Milliseconds that only ever go on. */
  nowMs: () => number
}

/** How long a state is given again without looking. Anybody may ask, as often as they like: a look writes something. */
const STATE_MS = 1000
const CHECK_MS_MAX = 2000

/**
 * Looks at a dependency when its state is asked for: at most one look at a time, and one a second. A look that takes too
 * long means that the dependency is down, until it ends and the next one says something else. Changes are logged, with the
 * reason that the reply does not show.
 */
export function createReadinessProbe(
  { name, check }: ReadinessCheck,
  { log, nowMs }: ProbeDependencies,
): () => Promise<ReadinessState> {
  let state: ReadinessState = 'up'
  let changedAtMs = nowMs()
  let lookedAtMs = Number.NEGATIVE_INFINITY
  let looking: Promise<ReadinessState> | undefined
  let isHanging = false

  function become(next: ReadinessState, error?: unknown): ReadinessState {
    lookedAtMs = nowMs()
    if (next === state) return state
    const durationMs = Math.round(lookedAtMs - changedAtMs)
    if (next === 'down') log.warn({ dependency: name, err: error }, 'dependency.went_down')
    else log.info({ dependency: name, durationMs }, 'dependency.came_back')
    state = next
    changedAtMs = lookedAtMs
    return state
  }

  async function look(): Promise<ReadinessState> {
    isHanging = true
    const answer = (async () => check())().finally(() => {
      isHanging = false
    })
    try {
      await within(CHECK_MS_MAX, answer)
      return become('up')
    } catch (error) {
      return become('down', error)
    } finally {
      looking = undefined
    }
  }

  return async () => {
    if (looking !== undefined) return looking
    // Not one more look on top of one that hangs: each would take another connection.
    if (isHanging || nowMs() - lookedAtMs < STATE_MS) return state
    looking = look()
    return looking
  }
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  const deadline = Promise.withResolvers<never>()
  const timer = setTimeout(() => deadline.reject(new Error(`no answer within ${ms} ms`)), ms)
  try {
    await Promise.race([work, deadline.promise])
  } finally {
    clearTimeout(timer)
  }
}
