import { UnavailableError } from '@posthorn/contracts'
import { FairShare } from '@posthorn/fairness'
import type { Reminder } from './queue-jobs.ts'

/** Reminders that wait to be added, of all tenants: about 30 MB. One tenant may have two thirds. Redis adds tens of thousands a second. */
const REMINDERS_MAX = 100_000

/** Too many reminders wait. The rows are stored, and the sweeper of the workers finds them. */
export class TooManyRemindersError extends Error {
  override readonly name = 'TooManyRemindersError'
  readonly code = 'TOO_MANY_REMINDERS'
}

/** Bounds the reminders that wait while the queue's store hangs or is slower than the publishers. Shared by tenant. */
export class ReminderLimit {
  readonly #share = new FairShare(REMINDERS_MAX)

  /**
   * Adds reminders, unless too many wait already.
   * @param part mostly of one tenant, and no more than share a job
   * @throws UnavailableError at once, with TooManyRemindersError as its cause, when no more of the tenant may wait
   */
  async runWithin(part: readonly Reminder[], add: () => Promise<void>): Promise<void> {
    const tenantId = part[0]?.tenantId ?? ''
    if (!this.#share.allows(tenantId)) {
      const waiting = `${this.#share.heldBy(tenantId)} reminders of the tenant wait, ${this.#share.held} in all`
      throw new UnavailableError('queue', new TooManyRemindersError(waiting))
    }
    this.#share.take(tenantId, part.length)
    try {
      await add()
    } finally {
      this.#share.release(tenantId, part.length)
    }
  }
}
