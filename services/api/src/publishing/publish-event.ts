import { idFromSeed, type NewEvent, newId, type PublishedEvent, type TenantId } from '@posthorn/contracts'
import {
  findPublished,
  type HeavyLane,
  type NewStoredEvent,
  type PublishingRules,
  type RulesCache,
  type RulesVersion,
  type StoredPublication,
  type StoreEvent,
} from '@posthorn/database'
import { composingEvent, type EnqueueLog, enqueueDeliveries } from '@posthorn/events'
import type { Dependencies } from '../dependencies.ts'
import { parsedBytesOf } from './parsed-bytes.ts'
import { refusalOf } from './publishing-rules.ts'
import type { SchemaChecker } from './schema-checker.ts'
import { withCurrentRules } from './with-current-rules.ts'

export interface PublishingDependencies extends Pick<Dependencies, 'database' | 'queue' | 'turns'> {
  rules: RulesCache
  store: StoreEvent
  heavyLane: HeavyLane
  schemas: SchemaChecker
  log: EnqueueLog
}

/** A request to publish, and what it has in common for all its events. */
export interface Publisher {
  tenantId: TenantId
  /** Of the tenant when the publisher's key was read; undefined for the admin key. */
  rulesVersion: string | undefined
  /** Reads the key as it is now, unless that was done for this request. Throws when it may no longer publish. */
  confirm: () => Promise<void>
  traceparent: string | undefined
  /** How often the events have gone through a Posthorn: a receiver may publish what it was sent. */
  hops: number
  /** When the request came; with an Idempotency-Key, when the first one with it came. */
  at: Date
  /** What the ids of the events are made from, where the request has an Idempotency-Key. */
  seed: string | undefined
}

/** An event as it was published: what its fields say, and the bytes of its data; its values are not kept. */
export interface Publication {
  event: Omit<NewEvent, 'data'>
  data: Uint8Array
}

/**
 * Publishes one event: stored with its deliveries, then handed to the queue. With an id that the tenant has used
 * before nothing is stored, and the answer is the first event.
 */
export async function publishEvent(
  dependencies: PublishingDependencies,
  publisher: Publisher,
  publication: Publication,
): Promise<PublishedEvent> {
  const types = [publication.event.type]
  return withCurrentRules(dependencies.rules, publisher, types, (rules, version) =>
    publishBy(rules, version, { dependencies, publisher, publication }),
  )
}

/** As `byTheRules` wants it. */
async function publishBy(
  rules: PublishingRules,
  version: RulesVersion | undefined,
  {
    dependencies: { database, queue, store, turns, schemas, log },
    publisher,
    publication,
  }: { dependencies: PublishingDependencies; publisher: Publisher; publication: Publication },
): Promise<PublishedEvent | undefined> {
  const { tenantId } = publisher
  const refusal = await refusalOf({ rules, schemas, tenantId }, publication)
  if (refusal !== undefined && version !== undefined) return undefined
  const composing = composingPublication(publisher, publication, 0, rules)
  const event = {
    ...(await turns.run(tenantId, turns.holding(tenantId, parsedBytesOf(rules, publication), composing))),
    rules: version,
  }
  const storing = refusal === undefined ? await store(event) : 'repeated'
  switch (storing) {
    case 'outdated':
      return undefined
    case 'repeated': {
      const earlier = await findEarlier(database, event)
      if (earlier === undefined)
        throw refusal ?? new Error('nothing was stored, and there is no earlier event')
      return toPublished(earlier, earlier.id !== event.id)
    }
    case 'stored':
      enqueueDeliveries({ queue, log }, event)
      return toPublished({ ...event, deliveries: event.deliveries.length }, false)
  }
}

/**
 * Makes the event that is to be stored, in pieces.
 * @param index its place in the request
 */
export function composingPublication(
  { tenantId, traceparent, hops, at, seed }: Publisher,
  { event: { type, id: externalId, timestamp = at }, data }: Publication,
  index: number,
  { subscriptions }: Pick<PublishingRules, 'subscriptions'>,
): Generator<undefined, NewStoredEvent> {
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
    hops,
  }
  return composingEvent(fact, subscriptions, at)
}

export function toPublished(
  { id, type, timestamp, deliveries }: Omit<StoredPublication, 'externalId'>,
  duplicate: boolean,
): PublishedEvent {
  return { id, type, timestamp: timestamp.toISOString(), deliveries, duplicate }
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
