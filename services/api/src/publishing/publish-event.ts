import {
  type EventId,
  idFromSeed,
  type NewEvent,
  newId,
  type ProblemError,
  type PublishedEvent,
  type TenantId,
} from '@posthorn/contracts'
import {
  type ComposedEvent,
  findPublished,
  type LargeTransactions,
  type RulesVersion,
  type StoredEvent,
  type StoreEvent,
} from '@posthorn/database'
import {
  composeEventInSlices,
  type EnqueueLog,
  type EventInput,
  enqueueDeliveries,
  type PublishingRules,
  type PublishOutcome,
  type RulesCache,
} from '@posthorn/events'
import { inSpan } from '@posthorn/tracing'
import type { TraceContext } from '@posthorn/webhook'
import type { Dependencies } from '../dependencies.ts'
import { refusalOf } from './event-type-check.ts'
import { parsedBytesOf } from './parsed-bytes.ts'
import { publishForTenant } from './publish-for-tenant.ts'
import type { SchemaChecker } from './schema-checker.ts'

export interface PublishingDependencies extends Pick<Dependencies, 'database' | 'queue' | 'live' | 'turns'> {
  rules: RulesCache
  store: StoreEvent
  largeTransactions: LargeTransactions
  schemas: SchemaChecker
  log: EnqueueLog
}

/** What all events of a request to publish have in common. */
export interface Publisher {
  tenantId: TenantId
  /** Of the tenant when the publisher's key was read; undefined for the admin key. */
  rulesVersion: string | undefined
  /** Reads the key again, unless it was read for this request. Throws when it may no longer publish. */
  confirm: () => Promise<void>
  /** What the attempts of the events continue. */
  trace: TraceContext | undefined
  /** How often the events have passed through a Posthorn: a receiver may publish what it was sent. */
  hops: number
  /** When the request arrived; with an Idempotency-Key, when the first request with it arrived. */
  at: Date
  /** The ids of the events are derived from it, where the request has an Idempotency-Key. */
  seed: string | undefined
}

/**
 * An event as its publisher sends it.
 * @param data its bytes: the parsed values are not kept
 */
export function eventInput(
  { tenantId, trace, hops }: Pick<Publisher, 'tenantId' | 'trace' | 'hops'>,
  { type, id: externalId, timestamp }: Omit<NewEvent, 'data'>,
  data: Uint8Array,
): EventInput {
  return { tenantId, type, timestamp, data, contentType: 'application/json', externalId, trace, hops }
}

/**
 * Publishes one event: stores it with its deliveries, then adds them to the queue. If the tenant has used its external
 * id before, nothing is stored, and the result is the first event.
 */
export async function publishEvent(
  dependencies: PublishingDependencies,
  publisher: Publisher,
  input: EventInput,
): Promise<PublishedEvent> {
  return publishForTenant(dependencies.rules, publisher, [input.type], (rules, version) =>
    publishWith(rules, version, { dependencies, publisher, input }),
  )
}

/** @param version undefined for current rules */
async function publishWith(
  rules: PublishingRules,
  version: RulesVersion | undefined,
  {
    dependencies: { database, queue, live, store, turns, schemas, log },
    publisher,
    input,
  }: { dependencies: PublishingDependencies; publisher: Publisher; input: EventInput },
): Promise<PublishOutcome<PublishedEvent, ProblemError>> {
  const { tenantId, trace } = publisher
  const refusal = await refusalOf({ rules, schemas, tenantId }, input)
  if (refusal !== undefined && version !== undefined) return { outcome: 'refused', refusal }
  const id = eventId(publisher, 0)
  if (refusal !== undefined) {
    // It may have been stored when the rules still allowed it.
    const previous = await findPrevious(database, { ...input, id })
    return previous === undefined ? { outcome: 'refused', refusal } : duplicateOf(previous, id)
  }

  const composing = composeEventInSlices({ ...input, id }, rules.subscriptions, publisher.at)
  const composed = await turns.run(
    tenantId,
    turns.withMemory(tenantId, parsedBytesOf(rules, input), composing),
  )
  const event = { ...composed, rules: version }
  const storing = await inSpan(
    'store',
    () => ({ parent: trace }),
    () => store(event),
  )
  switch (storing) {
    case 'stored':
      enqueueDeliveries({ queue, live, log, trace }, event)
      return {
        outcome: 'stored',
        result: toPublished({ ...event, deliveries: event.deliveries.length }, false),
      }
    case 'duplicate': {
      const previous = await findPrevious(database, event)
      if (previous === undefined) throw new Error('nothing was stored, and there is no previous event')
      return duplicateOf(previous, id)
    }
    case 'stale':
      return { outcome: 'stale' }
  }
}

/** @param index of the event in its request */
export function eventId({ at, seed }: Pick<Publisher, 'at' | 'seed'>, index: number): EventId {
  return seed === undefined ? newId('event', at) : idFromSeed('event', seed, index, at)
}

/** With an Idempotency-Key the previous event may be the request's own, stored before its reply was lost. */
function duplicateOf(previous: StoredEvent, id: EventId): PublishOutcome<PublishedEvent, never> {
  const isDuplicate = previous.id !== id
  return { outcome: isDuplicate ? 'duplicate' : 'stored', result: toPublished(previous, isDuplicate) }
}

export function toPublished(
  { id, type, timestamp, deliveries }: Omit<StoredEvent, 'externalId'>,
  duplicate: boolean,
): PublishedEvent {
  return { id, type, timestamp: timestamp.toISOString(), deliveries, duplicate }
}

/** The event that the tenant published before with the external id, or with this very request. */
async function findPrevious(
  database: Dependencies['database'],
  { id, tenantId, externalId }: Pick<ComposedEvent, 'id' | 'tenantId'> & Pick<EventInput, 'externalId'>,
): Promise<StoredEvent | undefined> {
  const externalIds = externalId === undefined ? [] : [externalId]
  const [previous] = await findPublished(database, tenantId, { ids: [id], externalIds })
  return previous
}
