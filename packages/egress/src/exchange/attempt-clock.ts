import { DeadlineError, EgressUnavailableError } from '../egress-errors.ts'
import { AttemptProgress } from './attempt-progress.ts'

export interface AttemptClockOptions {
  /** Time limit of the endpoint. */
  timeoutMs: number
  /** Time limit for waiting for capacity in Posthorn, all waits together. */
  waitMsMax: number
}

/**
 * Measures the time of the endpoint only: the clock is paused while the attempt waits for capacity in Posthorn, which has
 * its own limit. One timer and one signal for everything that can end an attempt.
 */
export class AttemptClock {
  /** How far the attempt got, and how long each phase took. */
  readonly progress = new AttemptProgress(() => this.#elapsedMs())
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

  /** Milliseconds that the endpoint has used, without waits. */
  get durationMs(): number {
    return Math.round(this.#elapsedMs())
  }

  /** Starts the endpoint's time: a connection is made or reused. */
  run(): void {
    this.#enter('running')
  }

  /** Pauses the endpoint's time: the attempt waits for capacity. */
  wait(): void {
    this.#enter('waiting')
  }

  /** Ends the attempt unless it has ended. */
  end(reason: Error): void {
    this.stop()
    this.#ending.abort(reason)
  }

  /** Clears the timer. Call it when the attempt has ended. */
  stop(): void {
    clearTimeout(this.#timer)
  }

  #elapsedMs(): number {
    const runningMs = this.#state === 'running' ? performance.now() - this.#sinceMs : 0
    return this.#usedMs.running + runningMs
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
            () =>
              this.#ending.abort(
                new EgressUnavailableError('capacity', `no capacity within ${waitMsMax} ms`),
              ),
            Math.max(0, waitMsMax - this.#usedMs.waiting),
          )
  }
}
