import { createHash } from 'node:crypto'
import { DeliveryId, EndpointId, TenantId } from '@posthorn/contracts'
import { DEFAULT_SCHEMA, parseDatabaseUrl } from '@posthorn/postgres'
import { z } from 'zod'
import type { Lane } from './lanes.ts'

const QUEUE_NAME = 'deliveries'

/**
 * The one queue there is; on Redis there may be several of it (shards.ts). Two Posthorns in different schemas of one
 * database have different names, so they can share a Redis as well, and no job of one wakes a worker of the other.
 */
export function queueNameOf(databaseUrl: string): string {
  const { schema } = parseDatabaseUrl(databaseUrl)
  return schema === DEFAULT_SCHEMA ? QUEUE_NAME : `${QUEUE_NAME}_${schema}`
}

/** A job costs about the same whether it names one delivery or hundreds. This many are some 30 KB. */
export const DELIVERIES_PER_JOB = 500

/**
 * What a job says: which deliveries of one tenant are due, and the endpoint of each. Nothing else, for the row is the truth and
 * may have changed since. The name of the job is its kind.
 */
export const DELIVER_JOB = 'deliver'
export const DeliverJob = z
  .strictObject({
    // Jobs of version 0.1.0 that are still in a queue name neither tenants nor endpoints.
    tenantId: TenantId.optional(),
    endpointIds: z.array(EndpointId).optional(),
    deliveryIds: z.array(DeliveryId).min(1).max(DELIVERIES_PER_JOB),
  })
  .refine(
    ({ deliveryIds, endpointIds }) => endpointIds === undefined || endpointIds.length === deliveryIds.length,
    'expected an endpoint for each delivery',
  )
export type DeliverJob = z.infer<typeof DeliverJob>

/** A delivery that is due, whose it is and where it goes, and the number that its attempt will have. */
export interface Reminder {
  tenantId: TenantId
  endpointId: EndpointId
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
export interface NewJob {
  data: DeliverJob
  /** The same reminders have the same id, so that adding them twice is adding them once. (No `:`, no bare number: BullMQ.) */
  jobId: string
  delayMs: number
  /** 0: the express lane; otherwise the later the higher. */
  priority: number
}

/**
 * The jobs for reminders that come together, each of one tenant. Those that are due at once share jobs; one with a time has a
 * job of its own.
 * @param charge charges a tenant for deliveries that it adds, and says where their jobs go
 */
export function jobsOf(
  reminders: readonly Reminder[],
  charge: (tenantId: TenantId, deliveries: number) => Lane,
): NewJob[] {
  const once = [...new Map(reminders.map((each) => [idOf(each), each])).values()]
  return [...Map.groupBy(once, ({ tenantId }) => tenantId)].flatMap(([tenantId, ofTenant]) => {
    const { express, priority } = charge(tenantId, ofTenant.length)
    const sharing = ofTenant.filter(isDueAtOnce)
    const later = ofTenant.filter((reminder) => !isDueAtOnce(reminder))
    return [
      ...inParts(sharing.slice(0, express)).map((part) => jobOf(part, 0)),
      ...inParts(sharing.slice(express)).map((part) => jobOf(part, priority)),
      ...later.map((reminder) => jobOf([reminder], express === ofTenant.length ? 0 : priority)),
    ]
  })
}

/** As many as share a job, and the rest. */
export function inParts(reminders: readonly Reminder[]): Reminder[][] {
  const parts: Reminder[][] = []
  for (let at = 0; at < reminders.length; at += DELIVERIES_PER_JOB) {
    parts.push(reminders.slice(at, at + DELIVERIES_PER_JOB))
  }
  return parts
}

function jobOf(reminders: readonly Reminder[], priority: number): NewJob {
  const [first] = reminders
  return {
    data: {
      tenantId: first?.tenantId,
      endpointIds: reminders.map(({ endpointId }) => endpointId),
      deliveryIds: reminders.map(({ deliveryId }) => deliveryId),
    },
    jobId: jobIdOf(reminders),
    delayMs: first?.delayMs ?? 0,
    priority,
  }
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
