import { type NewEvent, type PublishedEvent, type TenantId } from '@posthorn/contracts'
import {
  findEventByExternalId,
  findSubscriptions,
  isForeignKeyViolation,
  storeEvent,
} from '@posthorn/database'
import { composeEvent, type EnqueueLog, enqueueDeliveries } from '@posthorn/events'
import { noSuchTenant } from './authorize.ts'
import type { Dependencies } from './dependencies.ts'

/** An event as it was published: what its fields say, and the bytes of its data. */
export interface Publication {
  tenantId: TenantId
  event: Omit<NewEvent, 'data'>
  data: Uint8Array
  traceparent: string | undefined
}

/**
 * Publishes one event: stored with its deliveries, then handed to the queue. With an id that the tenant has used
 * before nothing is stored, and the answer is the first event.
 */
export async function publishEvent(
  { database, queue, log }: Pick<Dependencies, 'database' | 'queue'> & { log: EnqueueLog },
  { tenantId, event: { type, id: externalId, timestamp }, data, traceparent }: Publication,
): Promise<PublishedEvent> {
  const at = new Date()
  const fact = {
    tenantId,
    type,
    timestamp: timestamp ?? at,
    data,
    contentType: 'application/json',
    externalId,
    traceparent,
  }
  const event = composeEvent(fact, await findSubscriptions(database, tenantId), at)
  if (!(await store(database, event))) return firstOf(database, tenantId, externalId)

  await enqueueDeliveries({ queue, log }, event)
  return {
    id: event.id,
    type,
    timestamp: event.timestamp.toISOString(),
    deliveries: event.deliveries.length,
    duplicate: false,
  }
}

async function store(
  database: Dependencies['database'],
  event: Parameters<typeof storeEvent>[1],
): Promise<boolean> {
  try {
    return await storeEvent(database.pool, event)
  } catch (error) {
    // The tenant was deleted since the key was looked at.
    throw isForeignKeyViolation(error) ? noSuchTenant(event.tenantId) : error
  }
}

async function firstOf(
  database: Dependencies['database'],
  tenantId: TenantId,
  externalId: string | undefined,
): Promise<PublishedEvent> {
  const first =
    externalId === undefined ? undefined : await findEventByExternalId(database, tenantId, externalId)
  if (first === undefined) throw new Error('an event was not stored, and there is none it would repeat')
  return { ...first, timestamp: first.timestamp.toISOString(), duplicate: true }
}
