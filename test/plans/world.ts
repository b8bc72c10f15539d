import { type DeliveryId, EndpointId, type EventId, newId, SourceId, TenantId } from '@posthorn/contracts'
import type { ComposedEvent, Database, RequestRecord } from '@posthorn/database'
import type { TestDatabase } from '../harness/database/database.ts'
import { endpointOf, sourceOf, tenantOf } from './fill.ts'

/** Input of the hot calls. */
export interface World {
  database: Database
  /** Not watched. */
  query: <Row>(text: string, values?: unknown[]) => Promise<Row[]>
  tenantId: TenantId
  sourceId: SourceId
  /** The tenant's endpoint with most waiting deliveries. */
  endpointId: EndpointId
  newEvent: (part?: Partial<ComposedEvent>) => ComposedEvent
  newRequest: () => RequestRecord
  /** Ids of due deliveries that are not claimed. */
  dueDeliveries: (count: number) => Promise<DeliveryId[]>
  /** Ids of existing events, from any time. */
  someEvents: (count: number) => Promise<EventId[]>
}

export function createWorld(database: Database, testDatabase: TestDatabase, n = 0): World {
  const query: World['query'] = (text, values) => testDatabase.query(text, values)
  const tenantId = TenantId.parse(tenantOf(n))
  const endpointId = EndpointId.parse(endpointOf(n))
  const idsOf = async <Id>(text: string, values: unknown[]) =>
    (await query<{ id: Id }>(text, values)).map(({ id }) => id)
  return {
    database,
    query,
    tenantId,
    sourceId: SourceId.parse(sourceOf(n)),
    endpointId,
    newEvent: (part = {}) => ({
      id: newId('event'),
      tenantId,
      type: 'type.1',
      timestamp: new Date(),
      externalId: undefined,
      sourceId: undefined,
      contentType: 'application/json',
      body: Buffer.from('{}'),
      dataStart: 0,
      raw: undefined,
      headers: undefined,
      traceId: '0'.repeat(32),
      hops: 0,
      createdAt: new Date(),
      deliveries: [
        { id: newId('delivery'), endpointId },
        { id: newId('delivery'), endpointId },
      ],
      ...part,
    }),
    newRequest: () => ({
      id: newId('request'),
      sourceId: SourceId.parse(sourceOf(n)),
      contentType: 'application/json',
      userAgent: undefined,
      bodyBytes: 2,
      secret: undefined,
      receivedAt: new Date(),
    }),
    async dueDeliveries(count) {
      // Ends earlier claims, since an endpoint has a maximum in flight.
      await query("DELETE FROM leases WHERE expires_at < now() + interval '1 min'")
      return idsOf<DeliveryId>(
        `SELECT id FROM deliveries d WHERE status = 'pending' AND remind_at IS NOT NULL AND next_attempt_at <= now()
           AND NOT EXISTS (SELECT FROM leases WHERE delivery_id = d.id) ORDER BY remind_at DESC LIMIT $1`,
        [count],
      )
    },
    someEvents: (count) =>
      idsOf<EventId>('SELECT id FROM events WHERE tenant_id = $1 ORDER BY right(id, 3) LIMIT $2', [
        tenantId,
        count,
      ]),
  }
}
