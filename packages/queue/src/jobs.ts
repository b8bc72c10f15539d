import { DeliveryId } from '@posthorn/contracts'
import { z } from 'zod'

/** The one queue there is. On Redis its keys begin with this prefix. */
export const QUEUE_NAME = 'deliveries'
export const REDIS_PREFIX = 'posthorn'
/** The schema that BullMQ keeps its tables in when the queue is on PostgreSQL. */
export const POSTGRES_SCHEMA = 'bullmq'

/**
 * What a job says: which delivery is due. Nothing else, for the row is the truth and may have changed since. The name
 * of the job is its kind.
 */
export const DELIVER_JOB = 'deliver'
export const DeliverJob = z.strictObject({ deliveryId: DeliveryId })
export type DeliverJob = z.infer<typeof DeliverJob>

/** A delivery that is due, and the number that its attempt will have. */
export interface Reminder {
  deliveryId: DeliveryId
  attemptNumber: number
  /**
   * Sets a reminder apart from another one for the same attempt that may still be in the queue, or in a worker's hands.
   * Letters and digits.
   */
  tag?: string
  /** How long the job is to wait before a worker takes it. */
  delayMs?: number
}

/** The same reminder has the same id, so that adding it twice is adding it once. (No `:`, no bare number: BullMQ.) */
export function jobIdOf({ deliveryId, attemptNumber, tag }: Reminder): string {
  return [deliveryId, attemptNumber, ...(tag === undefined ? [] : [tag])].join('-')
}
