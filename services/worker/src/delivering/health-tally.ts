import { setTimeout } from 'node:timers/promises'
import type { EndpointId } from '@posthorn/contracts'
import { type Database, judgeHealth } from '@posthorn/database'
import type { Logger } from '@posthorn/service'
import type { AttemptTally } from '@posthorn/webhook'

const PAUSE_MS = 250

/** What one attempt was, to the health of its endpoint. */
export interface AttemptSign {
  failed: boolean
  exhausted: boolean
  isProbe: boolean
}

/**
 * Gathers what attempts came to, and has the health of their endpoints judged several times a second, for all of them
 * in one transaction. What a crash loses of it is a quarter of a second of counting.
 */
export class HealthTally {
  readonly #database: Database
  readonly #logger: Logger
  #tallies = new Map<EndpointId, AttemptTally>()

  constructor({ database, logger }: { database: Database; logger: Logger }) {
    this.#database = database
    this.#logger = logger
  }

  count(endpointId: EndpointId, { failed, exhausted, isProbe }: AttemptSign): void {
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

  /** Judges what was gathered, again and again, until the signal ends it; then once more. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await setTimeout(PAUSE_MS, undefined, { signal }).catch(() => {})
      await this.#judge()
    }
  }

  async #judge(): Promise<void> {
    const tallies = this.#tallies
    if (tallies.size === 0) return
    this.#tallies = new Map()
    try {
      for (const change of await judgeHealth(this.#database, tallies)) {
        this.#logger.warn({ ...change }, change.isOpen ? 'circuit.opened' : 'circuit.closed')
      }
    } catch (error) {
      // Counted together with what comes next would be truer, but health is an estimate: the rows have the truth.
      this.#logger.warn({ err: error, endpoints: tallies.size }, 'health.update_failed')
    }
  }
}
