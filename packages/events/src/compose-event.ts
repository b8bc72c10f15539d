import { randomUUID } from 'node:crypto'
import { type EventId, newId, type SourceId, type TenantId } from '@posthorn/contracts'
import type { ComposedEvent, Subscription } from '@posthorn/database'
import { buildEnvelope, runToEnd, type TraceContext, traceparent } from '@posthorn/webhook'
import { findMatchesInSlices } from './matching-subscriptions.ts'

/** Deliveries made between two pauses. */
const DELIVERIES_PER_SLICE = 200

/**
 * What an event is made from: a published event, a verified request, or an internal event. On its way an event is
 *
 * - `NewEvent`: the body of a request to publish (packages/contracts),
 * - `EventInput`: data with what its request adds, of any origin,
 * - `ComposedEvent`: the rows to store, with an envelope and deliveries (packages/database),
 * - `StoredEvent`: what a publisher learns of a stored one (packages/database),
 * - `PublishedEvent`: the reply (packages/contracts).
 */
export interface EventInput {
  /** Default: a new id. */
  id?: EventId | undefined
  tenantId: TenantId
  type: string
  /** Default: when the event is accepted. */
  timestamp?: Date | undefined
  /** A JSON text: the bytes of the publisher or the provider, or the JSON that represents a body of another type. */
  data: Uint8Array
  /** The provider's bytes, where they are not the data. */
  raw?: Uint8Array | undefined
  contentType: string
  /** Those of the provider's request that are stored. */
  headers?: Readonly<Record<string, string>> | undefined
  externalId?: string | undefined
  sourceId?: SourceId | undefined
  /** The span that its attempts continue. Default: its trace begins here. */
  trace?: TraceContext | undefined
  /** How often the event has passed through a Posthorn before. Default: never. */
  hops?: number | undefined
}

/** Makes the event to store, as {@link composeEventInSlices} does, without a pause: for events with few deliveries. */
export function composeEvent(
  input: EventInput,
  subscriptions: readonly Subscription[],
  at: Date,
): ComposedEvent {
  return runToEnd(composeEventInSlices(input, subscriptions, at))
}

/**
 * Makes the event to store, in slices: its id, the bytes that every attempt sends, and a delivery for each endpoint
 * whose event types and filter match.
 * @param at when the event was accepted; its id contains this time
 */
export function* composeEventInSlices(
  input: EventInput,
  subscriptions: readonly Subscription[],
  at: Date,
): Generator<undefined, ComposedEvent> {
  const { id = newId('event', at), timestamp = at, hops = 0 } = input
  const { tenantId, type, data, contentType, externalId, sourceId, raw, headers, trace } = input
  const { body, dataStart } = buildEnvelope({ id, type, timestamp: timestamp.toISOString(), data })
  const deliveries: ComposedEvent['deliveries'][number][] = []
  for (const { endpointId } of yield* findMatchesInSlices(subscriptions, { type, data })) {
    if (deliveries.length % DELIVERIES_PER_SLICE === 0) yield
    deliveries.push({ id: newId('delivery', at), endpointId })
  }
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
    headers,
    traceId: trace?.traceId ?? newTraceId(at),
    traceparent: trace && traceparent(trace),
    hops,
    createdAt: at,
    deliveries,
  }
}

/** Digits of the time in milliseconds: 48 bits, as in a UUIDv7. */
const TIME_DIGITS = 12

/**
 * 16 bytes in hex: the time, then ten random bytes. W3C Trace Context asks for random bytes at the end only, and ids that sort
 * by time are appended to the index of trace ids. From a UUID, because Node.js draws the random bytes of many in one call.
 */
function newTraceId(at: Date): string {
  const time = at.getTime().toString(16).padStart(TIME_DIGITS, '0')
  return `${time}${randomUUID().replaceAll('-', '').slice(TIME_DIGITS)}`
}
