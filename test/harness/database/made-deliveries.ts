import { type DeliveryId, type EndpointId, type EventId, newId, TenantId } from '@posthorn/contracts'
import {
  type AttemptRecord,
  createEventBatcher,
  type Database,
  type NextDeliveryState,
} from '@posthorn/database'
import { expect } from 'vitest'
import type { Tenant } from '../posthorn.ts'
import type { TestDatabase } from './database.ts'

/** A delivery that no worker attempts. */
export interface MadeDelivery {
  id: DeliveryId
  tenantId: TenantId
  endpointId: EndpointId
}

/** Stores an event with a delivery to each of these endpoints, as if it had been published at a time. */
export async function makeEventAt(
  database: Database,
  { id }: Tenant,
  at: Date,
  endpointIds: readonly string[] = [],
): Promise<{ eventId: EventId; deliveries: MadeDelivery[] }> {
  const tenantId = TenantId.parse(id)
  const eventId = newId('event', at)
  const deliveries = endpointIds.map((endpointId) => ({
    id: newId('delivery', at),
    tenantId,
    endpointId: endpointId as EndpointId,
  }))
  const outcome = await createEventBatcher(database)({
    id: eventId,
    tenantId,
    type: 'order.paid',
    timestamp: at,
    externalId: undefined,
    sourceId: undefined,
    contentType: 'application/json',
    body: Buffer.from('{"data":{}}'),
    dataStart: 8,
    raw: undefined,
    headers: undefined,
    traceId: '0'.repeat(32),
    hops: 0,
    createdAt: at,
    deliveries,
  })
  expect(outcome).toBe('stored')
  return { eventId, deliveries }
}

/** Stores an event with a delivery to each of these endpoints. */
export async function deliveriesTo(
  database: Database,
  tenant: Tenant,
  endpointIds: readonly string[],
): Promise<MadeDelivery[]> {
  return (await makeEventAt(database, tenant, new Date(), endpointIds)).deliveries
}

/** Claims a delivery for the attempt with this number. */
export async function claimMade(
  database: TestDatabase,
  { id, endpointId }: MadeDelivery,
  { number, claimedAt = new Date() }: { number: number; claimedAt?: Date },
): Promise<void> {
  await database.query(
    `INSERT INTO leases (delivery_id, endpoint_id, number, claimed_at, expires_at)
     VALUES ($1, $2, $3, $4, now() + interval '1 hour')`,
    [id, endpointId, number, claimedAt],
  )
}

/** What a worker records for an attempt with this number and the resulting `next`. */
export function madeRecord(
  { id, tenantId, endpointId }: MadeDelivery,
  { number, next }: { number: number; next: NextDeliveryState },
): AttemptRecord {
  return {
    deliveryId: id,
    tenantId,
    endpointId,
    number,
    trigger: 'schedule',
    startedAt: new Date(),
    durationMs: 10,
    url: 'https://example.com/',
    address: '203.0.113.7',
    phases: { dnsMs: 1, connectMs: 2, tlsMs: 3, firstByteMs: 4 },
    requestHeaders: { 'content-type': 'application/json' },
    statusCode: next.status === 'succeeded' ? 200 : 500,
    responseHeaders: { 'x-quoted': ['"a"', 'b\\'] },
    responseBody: Buffer.from([0, 255]),
    responseBodyTruncated: false,
    errorCode: undefined,
    errorDetail: undefined,
    next,
  }
}
