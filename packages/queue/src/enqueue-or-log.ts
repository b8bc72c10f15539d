import type { DeliveryQueue } from './delivery-queue.ts'
import type { Reminder } from './queue-jobs.ts'

export interface EnqueueLog {
  warn(fields: Record<string, unknown>, message: string): void
}

/**
 * Adds jobs for deliveries whose rows are stored. Never fails: the sweeper finds due deliveries without a job.
 * @param fields of the log line about jobs that could not be added
 */
export async function enqueueOrLog(
  { queue, log }: { queue: Pick<DeliveryQueue, 'add'>; log: EnqueueLog },
  reminders: readonly Reminder[],
  fields: Record<string, unknown>,
): Promise<void> {
  try {
    await queue.add(reminders)
  } catch (error) {
    log.warn({ err: error, retrying: true, ...fields }, 'queue.add_failed')
  }
}
