import type { EndpointId, TenantId } from '@posthorn/contracts'
import { type Database, poolOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'

/** The events that an endpoint receives. */
export interface Subscription {
  endpointId: EndpointId
  eventTypes: string[]
  /** Conditions on the event's data, as JSON text; null for none. */
  filter: string | null
}

const FIND = {
  name: 'find-subscriptions',
  text: `
    SELECT id AS "endpointId", event_types AS "eventTypes", filter::text AS filter FROM endpoints
    WHERE tenant_id = $1 AND enabled AND deleted_at IS NULL`,
}

/**
 * The subscriptions of the tenant's enabled endpoints. `matchingSubscriptions` of packages/events matches them with an
 * event.
 */
export async function findSubscriptions(database: Database, tenantId: TenantId): Promise<Subscription[]> {
  return run<Subscription>(poolOf(database), FIND, [tenantId])
}
