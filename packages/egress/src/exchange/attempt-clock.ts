import { DeadlineError, EgressUnavailableError } from '../egress-errors.ts'

export interface AttemptClockOptions {
  /** What the endpoint may use. */
  timeoutMs: number
  /** What may be spent waiting for capacity in Posthorn, all waits together. */
  waitMsMax: number
}

/**
 * Measures the endpoint and nothing else: the clock stands while the attempt waits for capacity in Posthorn, which has a
 * limit of its own. One timer and one signal for everything that can end an attempt.
 */
export class AttemptClock {
  readonly #ending = new AbortController()
  readonly #options: AttemptClockOptions
  readonly #usedMs = { waiting: 0, running: 0 }
  #state: 'waiting' | 'running' = 'waiting'
  #sinceMs = performance.now()
  #timer: NodeJS.Timeout | undefined

  constructor(options: AttemptClockOptions) {
    this.#options = options
    this.#setTimer()
  }

  /** Aborts with DeadlineError, with EgressUnavailableError after too long a wait, or with the reason given to `end`. */
  get signal(): AbortSignal {
    return this.#ending.signal
  }

  /** Milliseconds that the endpoint has used, waits left out. */
  get durationMs(): number {
    const runningMs = this.#state === 'running' ? performance.now() - this.#sinceMs : 0
    return Math.round(this.#usedMs.running + runningMs)
  }

  /** A connection is being made or taken: the endpoint's time runs. */
  run(): void {
    this.#enter('running')
  }

  /** The attempt waits for capacity: the endpoint's time stands. */
  wait(): void {
    this.#enter('waiting')
  }

  /** Ends the attempt, if it has not ended. */
  end(reason: Error): void {
    this.stop()
    this.#ending.abort(reason)
  }

  /** Lets go of the timer. To be called when the attempt is over. */
  stop(): void {
    clearTimeout(this.#timer)
  }

  #enter(state: 'waiting' | 'running'): void {
    if (this.#state === state || this.signal.aborted) return
    const nowMs = performance.now()
    this.#usedMs[this.#state] += nowMs - this.#sinceMs
    this.#state = state
    this.#sinceMs = nowMs
    this.#setTimer()
  }

  #setTimer(): void {
    const { timeoutMs, waitMsMax } = this.#options
    clearTimeout(this.#timer)
    this.#timer =
      this.#state === 'running'
        ? setTimeout(
            () => this.#ending.abort(new DeadlineError(`no response within ${timeoutMs} ms`)),
            Math.max(0, timeoutMs - this.#usedMs.running),
          )
        : setTimeout(
            () => this.#ending.abort(new EgressUnavailableError('capacity', `none within ${waitMsMax} ms`)),
            Math.max(0, waitMsMax - this.#usedMs.waiting),
          )
  }
}
