import { setTimeout as sleep } from 'node:timers/promises'
import type { RelayDelivery } from '@posthorn/contracts'
import { deliverLocally, type LocalOptions, relayResultOf } from './deliver-locally.ts'
import type { ListenReport } from './listen-report.ts'
import type { ResultSender } from './result-sender.ts'

/** So long after its timeout a delivery without a result is sent again (docs/relay.md). */
const LEASE_MARGIN_MS = 15_000
/** What is in flight when the listener is stopped may end. */
const DRAIN_MS = 10_000

/** Forwards deliveries as they arrive, without waiting for each other: the API limits how many are in flight. */
export class Delivering {
  readonly #results: ResultSender
  readonly #report: ListenReport
  readonly #local: Omit<LocalOptions, 'timeoutMs'>
  readonly #now: () => Date
  readonly #inFlight = new Set<Promise<void>>()
  /** Of the relay. */
  timeoutMs = 10_000
  /** The delivery that came last. */
  latest: RelayDelivery | undefined

  constructor({
    results,
    report,
    local,
    now,
  }: {
    results: ResultSender
    report: ListenReport
    local: Omit<LocalOptions, 'timeoutMs'>
    now: () => Date
  }) {
    this.#results = results
    this.#report = report
    this.#local = local
    this.#now = now
  }

  add(delivery: RelayDelivery, connectionId: string): void {
    this.latest = delivery
    this.#report.delivery(delivery)
    const expiresAtMs = this.#now().getTime() + this.timeoutMs + LEASE_MARGIN_MS
    const work = this.#deliver(delivery, { connectionId, expiresAtMs }).finally(() =>
      this.#inFlight.delete(work),
    )
    this.#inFlight.add(work)
  }

  /** Waits a little for what is in flight, and for its results to arrive. */
  async drain(): Promise<void> {
    const all = Promise.all(this.#inFlight).then(() => this.#results.settled())
    const over = new AbortController()
    // Rejects when it is aborted.
    const deadline = sleep(DRAIN_MS, undefined, { signal: over.signal }).catch(() => {})
    await Promise.race([all, deadline])
    over.abort()
  }

  async #deliver(
    delivery: RelayDelivery,
    { connectionId, expiresAtMs }: { connectionId: string; expiresAtMs: number },
  ): Promise<void> {
    const { url, result } = await deliverLocally(delivery, { ...this.#local, timeoutMs: this.timeoutMs })
    this.#results.add({ connectionId, result: relayResultOf(delivery, result), expiresAtMs })
    this.#report.result({ delivery, url, result })
  }
}
