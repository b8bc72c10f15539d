import type { EndpointId } from '@posthorn/contracts'
import { type Database, updateHealth } from '@posthorn/database'
import type { Logger } from '@posthorn/runtime'
import type { AttemptTally } from '@posthorn/webhook'
import { runEvery } from '../rounds/run-every.ts'

const PAUSE_MS = 250
const FAILURE_EVENT = 'health.update_failed'

/** Effect of one attempt on the health of its endpoint. */
export interface HealthSample {
  failed: boolean
  exhausted: boolean
  isProbe: boolean
}

/**
 * Counts the results of attempts, and updates the health of their endpoints several times a second, all in one transaction. A crash
 * loses the counts of a quarter of a second.
 */
export class HealthTally {
  readonly #database: Database
  readonly #logger: Logger
  #tallies = new Map<EndpointId, AttemptTally>()

  constructor({ database, logger }: { database: Database; logger: Logger }) {
    this.#database = database
    this.#logger = logger
  }

  count(endpointId: EndpointId, { failed, exhausted, isProbe }: HealthSample): void {
    const tally = this.#tallies.get(endpointId) ?? {
      attempts: 0,
      failures: 0,
      exhausted: 0,
      probeFailed: false,
    }
    this.#tallies.set(endpointId, {
      attempts: tally.attempts + 1,
      failures: tally.failures + (failed ? 1 : 0),
      exhausted: tally.exhausted + (exhausted ? 1 : 0),
      probeFailed: tally.probeFailed || (isProbe && failed),
    })
  }

  /** Updates the health from the counts until the signal ends it; then once more. */
  async run(signal: AbortSignal): Promise<void> {
    const options = { signal, logger: this.#logger, pauseMs: PAUSE_MS, failureLogName: FAILURE_EVENT }
    await runEvery(options, () => this.#update())
    await this.#update()
  }

  async #update(): Promise<undefined> {
    const tallies = this.#tallies
    if (tallies.size === 0) return
    this.#tallies = new Map()
    try {
      for (const change of await updateHealth(this.#database, tallies)) {
        this.#logger.warn({ ...change }, change.isOpen ? 'circuit.opened' : 'circuit.closed')
      }
    } catch (error) {
      // These counts are lost: health is an estimate, and the rows of the attempts are complete.
      this.#logger.warn({ err: error, endpoints: tallies.size }, FAILURE_EVENT)
    }
  }
}
