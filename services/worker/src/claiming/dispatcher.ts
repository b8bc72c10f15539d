import type { TenantId } from '@posthorn/contracts'
import type { DueDelivery, ReminderRoom } from '@posthorn/database'
import type { DeliverJob, DeliveryQueue } from '@posthorn/queue'
import { type DeliverDependencies, deliver } from '../delivering/deliver.ts'
import { Starts } from '../delivering/starts.ts'
import { type Claim, ClaimBatches, type ClaimDependencies } from './claim-batches.ts'
import { DueDeliveries, FEW } from './due-deliveries.ts'
import type { InFlight } from './in-flight.ts'
import { PostponedJobs } from './postponed-jobs.ts'

/**
 * Deliveries that are due and wait for their claim, and half as many beyond of tenants with few: about 10 MB in all. Tens of tenants
 * with a backlog each find room for the next of their jobs, of up to 500.
 */
const DUE_MAX = 40_000
/** Of one tenant, which are a second or two of work: what is left in the queue is there for other workers too. */
const BACKLOG_MAX = 4000
/** So many of a tenant may wait even while it may have no more in flight: the next ones, once it may. */
const NEXT_MAX = 200
/** What the sweeper takes at once, and of one tenant. */
const REMINDERS_MAX = 1000
const REMINDERS_PER_TENANT = 500
/** While others have filled the memory: enough to go through all that is due, and to find those who have little of it. */
const REMINDERS_MIN = 200
const REMINDERS_PER_TENANT_MIN = FEW
/** Of a tenant that has so many waiting, nearly all that is due has a job, or will have its turn. */
const BUSY = 200
const BUSY_OVERDUE_SECONDS = 5 * 60

export interface DispatcherDependencies extends DeliverDependencies, Pick<ClaimDependencies, 'claim'> {
  inFlight: InFlight
}

/**
 * Takes over what is due, from jobs and from the sweeper, and has it delivered in a fair order. A job has ended when its deliveries
 * are here: nothing in the queue stands behind a slow tenant. What is lost with this process the sweeper finds in the rows.
 */
export class Dispatcher {
  readonly #dependencies: DispatcherDependencies
  readonly #due = new DueDeliveries(DUE_MAX)
  readonly #postponed: PostponedJobs
  readonly #claims: ClaimBatches
  readonly #starts = new Starts(() => this.wake())

  constructor(dependencies: DispatcherDependencies) {
    this.#dependencies = dependencies
    this.#postponed = new PostponedJobs(dependencies.monotonicMs)
    this.#claims = new ClaimBatches({
      ...dependencies,
      due: this.#due,
      onClaimed: (claim) => this.#starts.add(claim.delivery.tenantId, () => void this.#deliver(claim)),
      isReady: (tenantId) => this.#starts.hasFew(tenantId),
    })
  }

  /** A slot is free. */
  wake(): void {
    this.#claims.wake()
  }

  /** Claims and delivers until the signal ends it. */
  run(signal: AbortSignal): Promise<void> {
    return this.#claims.run(signal)
  }

  /** Takes over the deliveries of a job; or says when it is to come again, because its tenant has no room for them here. */
  handle({ tenantId: tenant, deliveryIds, endpointIds }: DeliverJob): 'taken' | { againInMs: number } {
    const tenantId = tenant ?? ''
    if (!this.#hasRoom(tenantId, deliveryIds.length)) {
      return { againInMs: this.#postponed.againInMs(tenantId, deliveryIds.length) }
    }
    for (const [index, deliveryId] of deliveryIds.entries()) {
      this.#due.add({ tenantId, endpointId: endpointIds?.[index] ?? '', deliveryId })
    }
    this.#claims.wake()
    return 'taken'
  }

  /** Takes over what the sweeper has found. What a tenant has no room for comes up again with its next reminder. */
  add(deliveries: readonly Omit<DueDelivery, 'attemptNumber'>[]): void {
    for (const { tenantId, endpointId, deliveryId } of deliveries) {
      const max = this.#isShort ? FEW : BACKLOG_MAX
      if (this.#due.sizeOf(tenantId) < max) this.#due.add({ tenantId, endpointId, deliveryId })
    }
    this.#claims.wake()
  }

  /** What the sweeper may take. */
  room(): ReminderRoom {
    const busy = this.#due.sizes().flatMap(([tenantId, size]) => (size >= BUSY ? (tenantId as TenantId) : []))
    const share = Math.min(REMINDERS_MAX, Math.floor(this.#due.free / 2))
    const [limit, perTenant] = this.#isShort
      ? [REMINDERS_MIN, REMINDERS_PER_TENANT_MIN]
      : [share, REMINDERS_PER_TENANT]
    return {
      limit: this.#due.isFull ? 0 : limit,
      perTenant,
      busy,
      busyOverdueSeconds: BUSY_OVERDUE_SECONDS,
    }
  }

  /** Gives back what is not claimed, for other workers. */
  async giveBack(queue: Pick<DeliveryQueue, 'add'>): Promise<void> {
    const tag = `returned${Date.now()}`
    // What came without its tenant is left to the sweeper.
    const left = this.#due.takeAll().filter(({ tenantId }) => tenantId !== '')
    await queue.add(left.map((each) => ({ ...(each as DueDelivery), attemptNumber: 0, tag })))
  }

  /** Whether nearly all of the memory that is shared out is taken. */
  get #isShort(): boolean {
    return this.#due.free / 2 < REMINDERS_MIN
  }

  #hasRoom(tenantId: string, count: number): boolean {
    const isServed = this.#dependencies.inFlight.allowsTenant(tenantId)
    return (
      this.#due.allows(tenantId, count) && this.#due.sizeOf(tenantId) < (isServed ? BACKLOG_MAX : NEXT_MAX)
    )
  }

  async #deliver({ slot, ...claim }: Claim): Promise<void> {
    try {
      await deliver(this.#dependencies, claim)
    } catch (error) {
      this.#dependencies.logger.error({ err: error, retrying: true }, 'delivery.send_failed')
    } finally {
      slot.release()
    }
  }
}
