import type { EndpointId, TenantId } from '@posthorn/contracts'
import { type Database, updateHealth } from '@posthorn/database'
import type { HintPublisher } from '@posthorn/queue'
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

/** The endpoint of an attempt, and its tenant. */
export interface CountedEndpoint {
  tenantId: TenantId
  endpointId: EndpointId
}

interface EndpointTally extends AttemptTally {
  tenantId: TenantId
}

interface TallyDependencies {
  database: Database
  live: HintPublisher
  logger: Logger
}

/**
 * Counts the results of attempts, and updates the health of their endpoints several times a second, all in one transaction. A crash
 * loses the counts of a quarter of a second.
 */
export class HealthTally {
  readonly #database: Database
  readonly #live: HintPublisher
  readonly #logger: Logger
  #tallies = new Map<EndpointId, EndpointTally>()

  constructor({ database, live, logger }: TallyDependencies) {
    this.#database = database
    this.#live = live
    this.#logger = logger
  }

  count({ tenantId, endpointId }: CountedEndpoint, { failed, exhausted, isProbe }: HealthSample): void {
    const tally = this.#tallies.get(endpointId) ?? {
      tenantId,
      attempts: 0,
      failures: 0,
      exhausted: 0,
      probeFailed: false,
    }
    this.#tallies.set(endpointId, {
      tenantId,
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
        const tenantId = tallies.get(change.endpointId)?.tenantId
        if (tenantId !== undefined) this.#live.publish(tenantId, 'endpoint', [change.endpointId])
        this.#logger.warn({ ...change }, change.isOpen ? 'circuit.opened' : 'circuit.closed')
      }
    } catch (error) {
      // These counts are lost: health is an estimate, and the rows of the attempts are complete.
      this.#logger.warn({ err: error, endpoints: tallies.size }, FAILURE_EVENT)
    }
  }
}
