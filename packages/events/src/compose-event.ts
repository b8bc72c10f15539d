import { randomUUID } from 'node:crypto'
import { type EventId, newId, type SourceId, type TenantId } from '@posthorn/contracts'
import type { NewStoredEvent, Subscription } from '@posthorn/database'
import { buildEnvelope, parseTraceId, runToEnd } from '@posthorn/webhook'
import { findingMatches } from './matching-subscriptions.ts'

/** Deliveries that are made between two pauses. */
const DELIVERIES_OF_PIECE = 200

/** A fact that was published, or made from a verified request. */
export interface Fact {
  /** The id that the event is to have, where it does not get a new one. */
  id?: EventId | undefined
  tenantId: TenantId
  type: string
  timestamp: Date
  /** A JSON text: the publisher's or the provider's bytes, or what stands for a body that is not JSON. */
  data: Uint8Array
  /** The provider's bytes, where they are not the data. */
  raw?: Uint8Array | undefined
  contentType: string
  externalId?: string | undefined
  sourceId?: SourceId | undefined
  /** The W3C header of the request that brought it. */
  traceparent?: string | undefined
  /** How often it has gone through a Posthorn before. Default: never. */
  hops?: number | undefined
}

/** Makes the event that is to be stored, as {@link composingEvent} does, without a pause: for events to few endpoints. */
export function composeEvent(fact: Fact, subscriptions: readonly Subscription[], at: Date): NewStoredEvent {
  return runToEnd(composingEvent(fact, subscriptions, at))
}

/**
 * Makes, in pieces, the event that is to be stored: its id, the bytes that will be sent in every attempt, and a delivery for each
 * endpoint that is subscribed to it, its filter included.
 * @param at when the event was accepted; its id carries this moment
 */
export function* composingEvent(
  fact: Fact,
  subscriptions: readonly Subscription[],
  at: Date,
): Generator<undefined, NewStoredEvent> {
  const id = fact.id ?? newId('event', at)
  const { tenantId, type, timestamp, contentType, externalId, sourceId, raw, hops = 0 } = fact
  const { body, dataStart } = buildEnvelope({ id, type, timestamp: timestamp.toISOString(), data: fact.data })
  const deliveries: NewStoredEvent['deliveries'][number][] = []
  for (const { endpointId } of yield* findingMatches(subscriptions, fact)) {
    if (deliveries.length % DELIVERIES_OF_PIECE === 0) yield
    deliveries.push({ id: newId('delivery', at), endpointId })
  }
  const traceId = parseTraceId(fact.traceparent) ?? newTraceId()
  return {
    id,
    tenantId,
    type,
    timestamp,
    externalId,
    sourceId,
    contentType,
    body,
    dataStart,
    raw,
    traceId,
    hops,
    createdAt: at,
    deliveries,
  }
}

/** 16 bytes in hex. Of a UUID, because those are drawn many at once. */
function newTraceId(): string {
  return randomUUID().replaceAll('-', '')
}
