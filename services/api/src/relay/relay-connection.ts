import type { DeliveryId } from '@posthorn/contracts'
import type { ConnectionState, RelayListener } from '@posthorn/database'
import { Outstanding } from './outstanding.ts'

/** Between two claims, when the first has found nothing: hints of a busy tenant come ten times a second. */
const EMPTY_PAUSE_MS = 100
/** The pause doubles up to it while there is something, and no room for it. */
const FULL_PAUSE_MS_MAX = 3_000

/** The result of a claim. `hasMore`: something is left that can be claimed at once. */
export interface Claims<Delivery> {
  deliveries: Delivery[]
  hasMore: boolean
}

/** The connection of one listener to this process: what it gets next, and whether it is still open. */
export class RelayConnection<Delivery = unknown> {
  readonly listener: RelayListener
  readonly outstanding = new Outstanding()
  readonly #claim: () => Promise<Claims<Delivery>>
  readonly #ended = new AbortController()
  #state: ConnectionState = 'open'
  #mayHaveMore = true
  #pauseMs = EMPTY_PAUSE_MS
  #pausedUntilMs = Number.NEGATIVE_INFINITY
  #wake: () => void = () => {}

  constructor(listener: RelayListener, claim: () => Promise<Claims<Delivery>>) {
    this.listener = listener
    this.#claim = claim
  }

  get state(): ConnectionState {
    return this.#state
  }

  /** Aborts when it has ended, or was superseded. */
  get ended(): AbortSignal {
    return this.#ended.signal
  }

  /** Something may be due for its relay. */
  notify(): void {
    this.#mayHaveMore = true
    this.#wake()
  }

  /** A delivery has a result: there is room for another one. */
  answered(id: DeliveryId): void {
    if (this.outstanding.answered(id, performance.now())) this.notify()
  }

  /** Ends it, unless it has ended. */
  end(state: 'superseded' | 'ended'): void {
    if (this.#state === 'open') this.#state = state
    this.#wake()
    this.#ended.abort()
  }

  /** The next deliveries; none when `waitMs` are over, or the connection has ended. */
  async next(waitMs: number): Promise<Delivery[]> {
    const untilMs = performance.now() + waitMs
    while (this.#state === 'open') {
      const nowMs = performance.now()
      if (this.#mayHaveMore && nowMs >= this.#pausedUntilMs) {
        this.#mayHaveMore = false
        const { deliveries, hasMore } = await this.#claim()
        if (hasMore) this.#mayHaveMore = true
        const pauseMs = this.#pauseMs
        this.#pauseMs = hasMore ? Math.min(2 * pauseMs, FULL_PAUSE_MS_MAX) : EMPTY_PAUSE_MS
        if (deliveries.length > 0) {
          this.#pauseMs = EMPTY_PAUSE_MS
          return deliveries
        }
        this.#pausedUntilMs = performance.now() + pauseMs
      } else if (nowMs >= untilMs) {
        return []
      } else {
        await this.#change(Math.min(untilMs, this.#mayHaveMore ? this.#pausedUntilMs : untilMs) - nowMs)
      }
    }
    return []
  }

  async #change(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    this.#wake = () => {}
  }
}
