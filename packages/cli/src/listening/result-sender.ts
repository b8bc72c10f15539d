import { setTimeout as sleep } from 'node:timers/promises'
import { PosthornError } from '@posthorn/client'
import type { RelayResult, RelayResultCounts } from '@posthorn/contracts'
import { backoffMs } from './backoff.ts'

/** The API accepts no more results in a request, and has no more deliveries of a relay in flight. */
const BATCH_MAX = 25

/** The result of a delivery, with the connection that it came by. */
export interface WaitingResult {
  connectionId: string
  result: RelayResult
  /** By the clock of this machine. Without a result until then, the API sends the delivery again. */
  expiresAtMs: number
}

/** Sends results of one connection to the API. */
export type SendResults = (
  connectionId: string,
  results: readonly RelayResult[],
) => Promise<Pick<RelayResultCounts, 'ignored'>>

/** Returns results to the API in batches, one request at a time: while one is in flight, the next batch collects. */
export class ResultSender {
  readonly #send: SendResults
  readonly #now: () => Date
  readonly #random: () => number
  readonly #waiting: WaitingResult[] = []
  #sending: Promise<void> | undefined
  /** Results that the API did not need, or did not get in time. */
  lost = 0

  /** @param send repeats nothing: this class does */
  constructor({ send, now, random }: { send: SendResults; now: () => Date; random: () => number }) {
    this.#send = send
    this.#now = now
    this.#random = random
  }

  add(result: WaitingResult): void {
    this.#waiting.push(result)
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = undefined
    })
  }

  /** Settles when every result was sent, or is of no use any more. */
  async settled(): Promise<void> {
    await this.#sending
  }

  async #sendAll(): Promise<void> {
    let failures = 0
    while (this.#waiting.length > 0) {
      this.#dropExpired()
      const batch = this.#nextBatch()
      const [first] = batch
      if (first === undefined) continue
      try {
        const counts = await this.#send(
          first.connectionId,
          batch.map(({ result }) => result),
        )
        this.lost += counts.ignored
        failures = 0
      } catch (error) {
        if (!isTemporary(error)) {
          // Of no use a second time: the delivery comes again.
          this.lost += batch.length
          continue
        }
        this.#waiting.unshift(...batch)
        failures += 1
        await sleep(backoffMs(failures, this.#random()))
      }
    }
  }

  #dropExpired(): void {
    const nowMs = this.#now().getTime()
    const live = this.#waiting.filter(({ expiresAtMs }) => expiresAtMs > nowMs)
    this.lost += this.#waiting.length - live.length
    this.#waiting.splice(0, this.#waiting.length, ...live)
  }

  /** Results of one connection: the request names it. */
  #nextBatch(): WaitingResult[] {
    const connectionId = this.#waiting[0]?.connectionId
    const batch = this.#waiting.filter((each) => each.connectionId === connectionId).slice(0, BATCH_MAX)
    const others = this.#waiting.filter((each) => !batch.includes(each))
    this.#waiting.splice(0, this.#waiting.length, ...others)
    return batch
  }
}

/** No reply, too many requests, or a failure of the API. */
function isTemporary(error: unknown): boolean {
  if (!(error instanceof PosthornError)) throw error
  return error.status === undefined || error.status === 429 || error.status >= 500
}
