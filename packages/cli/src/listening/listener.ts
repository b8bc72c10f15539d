import { setTimeout as sleep } from 'node:timers/promises'
import type { RelayDelivery, RelayReady } from '@posthorn/contracts'
import { CliError } from '../process/cli-error.ts'
import { EXIT_CODES } from '../process/exit-code.ts'
import { isRefusal } from '../process/is-refusal.ts'
import { backoffMs } from './backoff.ts'
import { isSilence, reasonOf, WokenError } from './outage.ts'
import type { RelayEvent } from './relay-event.ts'
import { watchSleep } from './sleep-watch.ts'

/** How a connection is to be made. */
export interface ConnectOptions {
  /** Whether the listener was connected before. */
  isAgain: boolean
  /** By long polls. */
  isPolling: boolean
  /** Aborted when the connection is of no use any more. */
  signal: AbortSignal
}

/** The events of one connection, until it ends. */
export type Connect = (options: ConnectOptions) => AsyncIterable<RelayEvent>

/** Notifications of the connection. */
export interface ListenerEvents {
  /** @param offlineMs since the previous connection was lost; undefined for the first one */
  onReady: (ready: RelayReady, how: { isPolling: boolean; offlineMs: number | undefined }) => void
  /** Not awaited: deliveries are forwarded concurrently. */
  onDelivery: (delivery: RelayDelivery, connectionId: string) => void
  /** Called once for each outage. */
  onOffline: (reason: string) => void
}

/** Settings of a listener. */
export interface ListenerOptions {
  isPolling: boolean
  maxOfflineMs: number
  now: () => Date
  random: () => number
}

/** Why a listener has ended. */
export type Ending = 'stopped' | 'superseded'

/** Stays connected for ever: connects again after each loss, with growing pauses, and within 5 seconds when the machine wakes. */
export class Listener {
  readonly #connect: Connect
  readonly #events: ListenerEvents
  readonly #options: ListenerOptions
  #isPolling: boolean
  #wasReady = false
  #failures = 0
  #offlineSinceMs: number | undefined

  constructor(connect: Connect, events: ListenerEvents, options: ListenerOptions) {
    this.#connect = connect
    this.#events = events
    this.#options = options
    this.#isPolling = options.isPolling
  }

  /**
   * Runs until it is stopped, or another listener takes over.
   * @throws PosthornError when the API refuses
   * @throws CliError when it cannot be reached for too long
   */
  async run(stop: AbortSignal): Promise<Ending> {
    let current = new AbortController()
    const stopWatching = watchSleep(this.#options.now, () => current.abort(new WokenError()))
    try {
      while (!stop.aborted) {
        current = new AbortController()
        const ending = await this.#connectOnce(AbortSignal.any([stop, current.signal]), stop)
        if (ending !== undefined) return ending
        await this.#pause(stop)
      }
      return 'stopped'
    } finally {
      stopWatching()
    }
  }

  /** @returns why the listener ends, or undefined when it has to connect again */
  async #connectOnce(signal: AbortSignal, stop: AbortSignal): Promise<Ending | undefined> {
    let connectionId: string | undefined
    let isConnecting = false
    try {
      for await (const event of this.#connect({
        isAgain: this.#wasReady,
        isPolling: this.#isPolling,
        signal,
      })) {
        if (event.kind === 'superseded') return 'superseded'
        if (event.kind === 'delivery') this.#events.onDelivery(event.delivery, connectionId ?? '')
        if (event.kind === 'ready') connectionId = this.#becomeReady(event.ready)
        isConnecting = event.kind === 'connecting'
      }
      this.#lose(undefined)
    } catch (error) {
      if (stop.aborted) return 'stopped'
      if (isRefusal(error)) throw error
      this.#lose(error)
      // Behind a proxy that buffers, a stream is silent from its beginning; then the other way may work.
      if (isConnecting && isSilence(error)) this.#isPolling = !this.#isPolling
    }
    return undefined
  }

  #becomeReady(ready: RelayReady): string {
    const offlineMs = this.#wasReady ? this.#options.now().getTime() - (this.#offlineSinceMs ?? 0) : undefined
    this.#events.onReady(ready, { isPolling: this.#isPolling, offlineMs })
    this.#wasReady = true
    this.#failures = 0
    this.#offlineSinceMs = undefined
    return ready.connectionId
  }

  /** @throws CliError when the outage is too long */
  #lose(error: unknown): void {
    const reason = reasonOf(error)
    const nowMs = this.#options.now().getTime()
    this.#failures += 1
    if (this.#offlineSinceMs === undefined) {
      this.#offlineSinceMs = nowMs
      this.#events.onOffline(reason)
    }
    if (nowMs - this.#offlineSinceMs < this.#options.maxOfflineMs) return
    throw new CliError(`Posthorn cannot be reached: ${reason}`, EXIT_CODES.unreachable, { cause: error })
  }

  async #pause(stop: AbortSignal): Promise<void> {
    const delayMs = backoffMs(this.#failures, this.#options.random())
    // Rejects when it is aborted.
    await sleep(delayMs, undefined, { signal: stop }).catch(() => {})
  }
}
