import { idFromSeed, type NewEvent, newId, type PublishedEvent, type TenantId } from '@posthorn/contracts'
import {
  findPublished,
  findPublishingRules,
  findSubscriptions,
  isForeignKeyViolation,
  type NewStoredEvent,
  type StoredPublication,
  type Subscription,
  storeEvent,
} from '@posthorn/database'
import type { SchemaCache } from '@posthorn/event-schemas'
import { composeEvent, type EnqueueLog, enqueueDeliveries } from '@posthorn/events'
import { noSuchTenant } from './authorize.ts'
import type { Dependencies } from './dependencies.ts'
import { type Catalogue, refusalOf } from './publishing-rules.ts'

export interface PublishingDependencies extends Pick<Dependencies, 'database' | 'queue'> {
  schemas: SchemaCache
  log: EnqueueLog
}

/** A request to publish, and what it has in common for all its events. */
export interface Publisher {
  tenantId: TenantId
  traceparent: string | undefined
  /** When the request came; with an Idempotency-Key, when the first one with it came. */
  at: Date
  /** What the ids of the events are made from, where the request has an Idempotency-Key. */
  seed: string | undefined
}

/** An event as it was published: what its fields say, and the bytes of its data. */
export interface Publication {
  event: NewEvent
  data: Uint8Array
}

/**
 * Publishes one event: stored with its deliveries, then handed to the queue. With an id that the tenant has used
 * before nothing is stored, and the answer is the first event.
 */
export async function publishEvent(
  { database, queue, schemas, log }: PublishingDependencies,
  publisher: Publisher,
  publication: Publication,
): Promise<PublishedEvent> {
  const { tenantId } = publisher
  const { rules, subscriptions } = await readRules(database, tenantId, [publication.event.type])
  const event = composePublication(publisher, publication, 0, subscriptions)
  const refusal = refusalOf({ rules, schemas }, publication.event)
  if (refusal !== undefined || !(await store(database, event))) {
    const earlier = await findEarlier(database, event)
    if (earlier === undefined) throw refusal ?? new Error('nothing was stored, and there is no earlier event')
    return toPublished(earlier, earlier.id !== event.id)
  }
  await enqueueDeliveries({ queue, log }, event)
  return toPublished({ ...event, deliveries: event.deliveries.length }, false)
}

/** What decides about events of these types: the catalogue, and who wants them. */
export async function readRules(
  database: Dependencies['database'],
  tenantId: TenantId,
  types: readonly string[],
): Promise<Pick<Catalogue, 'rules'> & { subscriptions: Subscription[] }> {
  const [rules, subscriptions] = await Promise.all([
    findPublishingRules(database, tenantId, types),
    findSubscriptions(database, tenantId),
  ])
  if (rules === undefined) throw noSuchTenant(tenantId)
  return { rules, subscriptions }
}

/**
 * Makes the event that is to be stored.
 * @param index its place in the request
 */
export function composePublication(
  { tenantId, traceparent, at, seed }: Publisher,
  { event: { type, id: externalId, timestamp = at }, data }: Publication,
  index: number,
  subscriptions: readonly Subscription[],
): NewStoredEvent {
  const id = seed === undefined ? newId('event', at) : idFromSeed('event', seed, index, at)
  const fact = {
    id,
    tenantId,
    type,
    timestamp,
    data,
    contentType: 'application/json',
    externalId,
    traceparent,
  }
  return composeEvent(fact, subscriptions, at)
}

export function toPublished(
  { id, type, timestamp, deliveries }: Omit<StoredPublication, 'externalId'>,
  duplicate: boolean,
): PublishedEvent {
  return { id, type, timestamp: timestamp.toISOString(), deliveries, duplicate }
}

async function store({ pool }: Dependencies['database'], event: NewStoredEvent): Promise<boolean> {
  try {
    return await storeEvent(pool, event)
  } catch (error) {
    // The tenant was deleted since the key was looked at.
    throw isForeignKeyViolation(error) ? noSuchTenant(event.tenantId) : error
  }
}

/** What the caller published before, be it under its own id or with this very request. */
async function findEarlier(
  { pool }: Dependencies['database'],
  { id, tenantId, externalId }: NewStoredEvent,
): Promise<StoredPublication | undefined> {
  const externalIds = externalId === undefined ? [] : [externalId]
  const [earlier] = await findPublished(pool, tenantId, { ids: [id], externalIds })
  return earlier
}
