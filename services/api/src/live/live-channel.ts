import { performance } from 'node:perf_hooks'
import type { LiveHints, TenantId } from '@posthorn/contracts'
import { HintBatch, type LiveBus } from '@posthorn/queue'
import { LiveEvents } from './live-events.ts'

/** At most ten events a second: hints of a burst are in one. */
const INTERVAL_MS = 100
/** A tenant without streams is watched for so long, so that a client that reconnects misses nothing. */
const LINGER_MS = 20_000

/** Receives the events of a tenant as text. */
export type ReceiveEvents = (text: string) => void

/** The events of one tenant, made once for all its streams. */
export class LiveChannel {
  /** False when hints do not reach this process. */
  readonly ready: Promise<boolean>
  readonly #events = new LiveEvents()
  readonly #readers = new Set<ReceiveEvents>()
  readonly #onUnused: () => void
  readonly #stopWatching: () => void
  #collected: HintBatch | undefined
  #flushedAtMs = Number.NEGATIVE_INFINITY
  #flushTimer: NodeJS.Timeout | undefined
  #lingerTimer: NodeJS.Timeout | undefined

  /** @param onUnused called when the channel has ended, some time after its last reader */
  constructor({ bus, tenantId, onUnused }: { bus: LiveBus; tenantId: TenantId; onUnused: () => void }) {
    const { ready, stop } = bus.watch(tenantId, {
      onHints: (hints) => this.#collect(hints),
      onGap: () => this.#send('resync'),
    })
    this.ready = ready
    this.#stopWatching = stop
    this.#onUnused = onUnused
    this.#linger()
  }

  /**
   * Passes events on until the returned function is called.
   * @returns `beginning`: what comes before the first of them
   */
  read(lastEventId: string | undefined, receive: ReceiveEvents): { beginning: string; stop: () => void } {
    clearTimeout(this.#lingerTimer)
    this.#readers.add(receive)
    return {
      beginning: this.#events.beginning(lastEventId),
      stop: () => {
        this.#readers.delete(receive)
        if (this.#readers.size === 0) this.#linger()
      },
    }
  }

  close(): void {
    clearTimeout(this.#lingerTimer)
    clearTimeout(this.#flushTimer)
    this.#stopWatching()
    this.#onUnused()
  }

  #linger(): void {
    clearTimeout(this.#lingerTimer)
    this.#lingerTimer = setTimeout(() => this.close(), LINGER_MS).unref()
  }

  #collect(hints: LiveHints): void {
    this.#collected ??= new HintBatch()
    this.#collected.addAll(hints)
    const waitMs = Math.max(0, this.#flushedAtMs + INTERVAL_MS - performance.now())
    this.#flushTimer ??= setTimeout(() => this.#flush(), waitMs).unref()
  }

  #flush(): void {
    this.#flushTimer = undefined
    this.#flushedAtMs = performance.now()
    const collected = this.#collected
    this.#collected = undefined
    if (collected !== undefined) this.#send({ changed: collected.toHints() })
  }

  #send(event: Parameters<LiveEvents['add']>[0]): void {
    const text = this.#events.add(event)
    for (const receive of this.#readers) receive(text)
  }
}
