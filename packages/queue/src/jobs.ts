import { createHash } from 'node:crypto'
import { DeliveryId } from '@posthorn/contracts'
import { DEFAULT_SCHEMA, parseDatabaseUrl } from '@posthorn/postgres'
import { z } from 'zod'

const QUEUE_NAME = 'deliveries'

/**
 * The one queue there is; on Redis there may be several of it (shards.ts). Two Posthorns in different schemas of one
 * database have different names, so they can share a Redis as well, and no job of one wakes a worker of the other.
 */
export function queueNameOf(databaseUrl: string): string {
  const { schema } = parseDatabaseUrl(databaseUrl)
  return schema === DEFAULT_SCHEMA ? QUEUE_NAME : `${QUEUE_NAME}_${schema}`
}

/** A job costs about the same whether it says one delivery or twenty; more than that would wait for the slowest claim. */
export const DELIVERIES_PER_JOB = 20

/**
 * What a job says: which deliveries are due. Nothing else, for the row is the truth and may have changed since. The name
 * of the job is its kind.
 */
export const DELIVER_JOB = 'deliver'
export const DeliverJob = z.strictObject({ deliveryIds: z.array(DeliveryId).min(1).max(DELIVERIES_PER_JOB) })
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

/** A job that is to be added. */
export interface NewJob extends DeliverJob {
  /** The same reminders have the same id, so that adding them twice is adding them once. (No `:`, no bare number: BullMQ.) */
  jobId: string
  delayMs: number
}

/** The jobs for reminders that come together. Those that are due at once share jobs; one with a time has a job of its own. */
export function jobsOf(reminders: readonly Reminder[]): NewJob[] {
  const apart = reminders.filter((reminder) => !isDueAtOnce(reminder))
  const sharing = [...new Map(reminders.filter(isDueAtOnce).map((each) => [idOf(each), each])).values()]
  const shared: Reminder[][] = []
  for (let at = 0; at < sharing.length; at += DELIVERIES_PER_JOB) {
    shared.push(sharing.slice(at, at + DELIVERIES_PER_JOB))
  }
  return [...shared, ...apart.map((reminder) => [reminder])].map((together) => ({
    deliveryIds: together.map(({ deliveryId }) => deliveryId),
    jobId: jobIdOf(together),
    delayMs: together[0]?.delayMs ?? 0,
  }))
}

function isDueAtOnce({ delayMs = 0 }: Reminder): boolean {
  return delayMs === 0
}

function jobIdOf(reminders: readonly Reminder[]): string {
  const ids = reminders.map(idOf)
  const [only] = ids
  if (only !== undefined && ids.length === 1) return only
  return `several-${createHash('sha256').update(ids.join(' ')).digest('hex').slice(0, 32)}`
}

function idOf({ deliveryId, attemptNumber, tag }: Reminder): string {
  return [deliveryId, attemptNumber, ...(tag === undefined ? [] : [tag])].join('-')
}
