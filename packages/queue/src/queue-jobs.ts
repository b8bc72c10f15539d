import { createHash } from 'node:crypto'
import { DeliveryId, EndpointId, TenantId } from '@posthorn/contracts'
import { DEFAULT_SCHEMA, parseDatabaseUrl } from '@posthorn/postgres'
import { z } from 'zod'
import type { LaneSplit } from './lanes.ts'

const QUEUE_NAME = 'deliveries'

/**
 * Name of the queue; on Redis it may have several shards (shards.ts). Posthorns in different schemas of one database have different
 * names, so that they can share a Redis.
 */
export function queueNameOf(databaseUrl: string): string {
  const { schema } = parseDatabaseUrl(databaseUrl)
  return schema === DEFAULT_SCHEMA ? QUEUE_NAME : `${QUEUE_NAME}_${schema}`
}

/** A job costs about the same whether it names one delivery or hundreds. This many are some 30 KB. */
export const DELIVERIES_PER_QUEUE_JOB = 500

/** Name of a job, which is its kind. */
export const QUEUE_JOB_NAME = 'deliver'

/** Data of a job: due deliveries of one tenant, and the endpoint of each. Everything else is in the rows, which may have changed since. */
export const QueueJob = z
  .strictObject({
    // Jobs of version 0.1.0 that are still in a queue name neither tenants nor endpoints.
    tenantId: TenantId.optional(),
    endpointIds: z.array(EndpointId).optional(),
    deliveryIds: z.array(DeliveryId).min(1).max(DELIVERIES_PER_QUEUE_JOB),
  })
  .refine(
    ({ deliveryIds, endpointIds }) => endpointIds === undefined || endpointIds.length === deliveryIds.length,
    'expected an endpoint for each delivery',
  )
export type QueueJob = z.infer<typeof QueueJob>

/** A due delivery, its tenant and its endpoint. */
export interface Reminder {
  tenantId: TenantId
  endpointId: EndpointId
  deliveryId: DeliveryId
  /** Of its next attempt. Undefined when it is not known; then give a `tag`. */
  attemptNumber?: number
  /**
   * Distinguishes the reminder from another one for the same attempt that may still be in the queue or a worker. Letters and digits.
   */
  tag?: string
  /** Delay before a worker takes the job. */
  delayMs?: number
}

/** A job to add. */
export interface NewQueueJob {
  data: QueueJob
  /** The same reminders have the same id, so that they are added once. (BullMQ accepts no `:` and no bare number.) */
  jobId: string
  delayMs: number
  /** 0: the express lane; a higher number is a later lane. */
  priority: number
}

/**
 * The jobs for reminders that are added together, each of one tenant. Reminders that are due now share jobs; a delayed one has its own.
 * @param charge charges a tenant for deliveries that it adds, and returns the lanes of their jobs
 */
export function queueJobsOf(
  reminders: readonly Reminder[],
  charge: (tenantId: TenantId, deliveries: number) => LaneSplit,
): NewQueueJob[] {
  const once = [...new Map(reminders.map((each) => [idOf(each), each])).values()]
  return [...Map.groupBy(once, ({ tenantId }) => tenantId)].flatMap(([tenantId, ofTenant]) => {
    const { express, priority } = charge(tenantId, ofTenant.length)
    const dueNow = ofTenant.filter(isDueNow)
    const later = ofTenant.filter((reminder) => !isDueNow(reminder))
    return [
      ...inParts(dueNow.slice(0, express)).map((part) => queueJobOf(part, 0)),
      ...inParts(dueNow.slice(express)).map((part) => queueJobOf(part, priority)),
      ...later.map((reminder) => queueJobOf([reminder], express === ofTenant.length ? 0 : priority)),
    ]
  })
}

/** Splits reminders into parts that share a job. */
export function inParts(reminders: readonly Reminder[]): Reminder[][] {
  const parts: Reminder[][] = []
  for (let at = 0; at < reminders.length; at += DELIVERIES_PER_QUEUE_JOB) {
    parts.push(reminders.slice(at, at + DELIVERIES_PER_QUEUE_JOB))
  }
  return parts
}

function queueJobOf(reminders: readonly Reminder[], priority: number): NewQueueJob {
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

function isDueNow({ delayMs = 0 }: Reminder): boolean {
  return delayMs === 0
}

function jobIdOf(reminders: readonly Reminder[]): string {
  const ids = reminders.map(idOf)
  const [only] = ids
  if (only !== undefined && ids.length === 1) return only
  return `several-${createHash('sha256').update(ids.join(' ')).digest('hex').slice(0, 32)}`
}

function idOf({ deliveryId, attemptNumber, tag }: Reminder): string {
  return [deliveryId, attemptNumber, tag].filter((part) => part !== undefined).join('-')
}
