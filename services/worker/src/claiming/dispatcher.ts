import type { TenantId } from '@posthorn/contracts'
import type { ClaimedDelivery, DueDelivery, SweepLimits } from '@posthorn/database'
import { enqueueOrLog, type QueueJob } from '@posthorn/queue'
import type { Span } from '@posthorn/tracing'
import { startDeliverSpan } from '../delivering/attempt-trace.ts'
import { type DeliverDependencies, deliver } from '../delivering/deliver.ts'
import { PacedStarts } from '../delivering/paced-starts.ts'
import { ClaimBatches, type ClaimDependencies, type ClaimWithSlot } from './claim-batches.ts'
import { DueDeliveries, LIGHT_DUE_MAX } from './due-deliveries.ts'
import type { InFlight } from './in-flight.ts'
import { QueueJobRetryDelays } from './queue-job-retry-delays.ts'

/**
 * Due deliveries that wait for their claim, and half as many again for light tenants: about 10 MB in all. It has room for the next
 * job, of up to 500 deliveries, of tens of tenants with a backlog.
 */
const DUE_MAX = 40_000
/** Of one tenant: a second or two of work. Other workers can take the rest from the queue. */
const BACKLOG_MAX = 4000
/** Of a tenant that may have no more in flight: the next ones. */
const NEXT_MAX = 200
/** Deliveries that the sweeper takes at once: in all, and of one tenant. */
const SWEPT_MAX = 1000
const SWEPT_PER_TENANT = 500
/** While the memory is full: enough to pass over all that is due and to find light tenants. */
const SWEPT_MIN = 200
const SWEPT_PER_TENANT_MIN = LIGHT_DUE_MAX
/** A tenant with this number of waiting deliveries has jobs for nearly all that is due. */
const BUSY = 200
const BUSY_OVERDUE_SECONDS = 5 * 60

export interface DispatcherDependencies extends DeliverDependencies, Pick<ClaimDependencies, 'claim'> {
  inFlight: InFlight
}

/**
 * Takes due deliveries from jobs and from the sweeper, and delivers them in a fair order. A job ends when its deliveries are here, so
 * that no job in the queue waits for a slow tenant. If this process dies, the sweeper finds its deliveries in their rows.
 */
export class Dispatcher {
  readonly #dependencies: DispatcherDependencies
  readonly #due = new DueDeliveries(DUE_MAX)
  readonly #retryDelays: QueueJobRetryDelays
  readonly #claims: ClaimBatches
  readonly #starts = new PacedStarts(() => this.claimMore())

  constructor(dependencies: DispatcherDependencies) {
    this.#dependencies = dependencies
    this.#retryDelays = new QueueJobRetryDelays(dependencies.monotonicMs)
    this.#claims = new ClaimBatches({
      ...dependencies,
      due: this.#due,
      onClaimed: (claim) => {
        const span = startDeliverSpan(claim)
        this.#starts.add(claim.delivery.tenantId, () => void this.#deliver(claim, span))
      },
      isReady: (tenantId) => this.#starts.isLow(tenantId),
    })
  }

  /** Continues after a slot was released. */
  claimMore(): void {
    this.#claims.claimMore()
  }

  /**
   * Claims and delivers.
   * @param signal ends it
   */
  run(signal: AbortSignal): Promise<void> {
    return this.#claims.run(signal)
  }

  /** Takes the deliveries of a job, or returns the delay after which to retry it, because its tenant has no room here. */
  handle({ tenantId: tenant, deliveryIds, endpointIds }: QueueJob): 'taken' | { retryInMs: number } {
    const tenantId = tenant ?? ''
    if (!this.#hasRoom(tenantId, deliveryIds.length)) {
      return { retryInMs: this.#retryDelays.retryInMs(tenantId, deliveryIds.length) }
    }
    for (const [index, deliveryId] of deliveryIds.entries()) {
      this.#due.add({ tenantId, endpointId: endpointIds?.[index] ?? '', deliveryId })
    }
    this.#claims.claimMore()
    return 'taken'
  }

  /** Takes deliveries from the sweeper. A later sweep finds those that their tenant has no room for. */
  add(deliveries: readonly Omit<DueDelivery, 'attemptNumber'>[]): void {
    for (const { tenantId, endpointId, deliveryId } of deliveries) {
      const max = this.#isShort ? LIGHT_DUE_MAX : BACKLOG_MAX
      if (this.#due.sizeOf(tenantId) < max) this.#due.add({ tenantId, endpointId, deliveryId })
    }
    this.#claims.claimMore()
  }

  /** How many deliveries the sweeper may take. */
  sweepLimits(): SweepLimits {
    const busy = this.#due.sizes().flatMap(([tenantId, size]) => (size >= BUSY ? (tenantId as TenantId) : []))
    const share = Math.min(SWEPT_MAX, Math.floor(this.#due.free / 2))
    const [limit, perTenant] = this.#isShort ? [SWEPT_MIN, SWEPT_PER_TENANT_MIN] : [share, SWEPT_PER_TENANT]
    return {
      limit: this.#due.isFull ? 0 : limit,
      perTenant,
      busy,
      busyOverdueSeconds: BUSY_OVERDUE_SECONDS,
    }
  }

  /** Adds jobs for deliveries that are not claimed, for other workers. */
  async returnUnclaimed(): Promise<void> {
    const { queue, logger: log } = this.#dependencies
    const tag = `returned${Date.now()}`
    // Deliveries without a tenant are left to the sweeper.
    const left = this.#due.takeAll().filter(({ tenantId }) => tenantId !== '')
    const reminders = left.map((each) => ({ ...(each as Omit<DueDelivery, 'attemptNumber'>), tag }))
    await enqueueOrLog({ queue, log }, reminders, { deliveries: left.length })
  }

  /** Whether nearly all of the shared memory is in use. */
  get #isShort(): boolean {
    return this.#due.free / 2 < SWEPT_MIN
  }

  #hasRoom(tenantId: string, count: number): boolean {
    const isServed = this.#dependencies.inFlight.allowsTenant(tenantId)
    return (
      this.#due.allows(tenantId, count) && this.#due.sizeOf(tenantId) < (isServed ? BACKLOG_MAX : NEXT_MAX)
    )
  }

  async #deliver({ slot, ...claim }: ClaimWithSlot, span: Span | undefined): Promise<void> {
    const { logger } = this.#dependencies
    let wasSent = false
    const onRequestEnd = () => {
      wasSent = true
      slot.endRequest()
    }
    try {
      await deliver(this.#dependencies, { ...claim, span, onRequestEnd })
    } catch (error) {
      span?.fail(wasSent ? 'not_recorded' : 'not_sent')
      if (wasSent) logger.error({ err: error, ...idsOf(claim.delivery) }, 'attempt.unrecorded')
      else logger.error({ err: error, retrying: true }, 'delivery.send_failed')
    } finally {
      slot.release()
      span?.end()
    }
  }
}

function idsOf({ tenantId, endpointId, deliveryId }: ClaimedDelivery) {
  return { tenantId, endpointId, deliveryId }
}
