import type { DeliveryId, EventId, IdKind, TenantId } from '@posthorn/contracts'
import { type IdempotencyScope } from '../request-limits/idempotency.ts'
import { type Database, poolOf } from '../sql/database.ts'
import { run, type Statement } from '../sql/sql.ts'
import { findEventsOfExternalId } from './events-of-external-id.ts'

// Each statement finds the ids of $2 that exist in the tenant $1, by its table's primary key. A tenant_id without an index:
// otherwise the planner might read all rows of the tenant (packages/database/src/sql/along-index.ts).
const OWNED = '(x.tenant_id = $1) IS TRUE'

function findIn(table: string, owned = OWNED): Statement {
  return {
    name: `find-by-name-${table}`,
    text: `
    SELECT x.id FROM unnest($2::text[]) AS wanted (id) CROSS JOIN LATERAL (
      SELECT id FROM ${table} AS x WHERE x.id = wanted.id AND ${owned} LIMIT 1
    ) AS x`,
  }
}

const OF_KIND = {
  event: findIn('events'),
  delivery: findIn('deliveries'),
  endpoint: findIn('endpoints', `${OWNED} AND x.deleted_at IS NULL`),
  source: findIn('sources', `${OWNED} AND x.deleted_at IS NULL`),
  request: findIn('requests', '(SELECT tenant_id = $1 FROM sources WHERE id = x.source_id) IS TRUE'),
  key: findIn('api_keys'),
  job: {
    name: 'find-by-name-jobs',
    text: `${findIn('jobs').text} UNION ALL ${findIn('bulk_jobs').text}`,
  },
} as const satisfies Partial<Record<IdKind, Statement>>

/** Kinds of objects that {@link findOwnedIds} finds. */
export type SearchedKind = keyof typeof OF_KIND

/** The ids of one kind that exist in a tenant. */
export async function findOwnedIds(
  database: Database,
  tenantId: TenantId,
  { kind, ids }: { kind: SearchedKind; ids: readonly string[] },
): Promise<string[]> {
  const rows = await run<{ id: string }>(poolOf(database), OF_KIND[kind], [tenantId, ids])
  return rows.map(({ id }) => id)
}

// Whole rows are compared, so that no other index applies (packages/database/src/sql/along-index.ts).
const ATTEMPT = {
  name: 'find-by-name-attempts',
  text: `
    SELECT delivery_id AS "deliveryId" FROM attempts
    WHERE tenant_id IS NOT NULL AND (tenant_id, id) >= ($1, $2) AND (tenant_id, id) <= ($1, $2)
    ORDER BY tenant_id, id LIMIT 1`,
}

/** The delivery of an attempt of a tenant. Attempts that version 0.1.0 recorded are not found. */
export async function findDeliveryOfAttempt(
  database: Database,
  tenantId: TenantId,
  id: string,
): Promise<DeliveryId | undefined> {
  const [row] = await run<{ deliveryId: DeliveryId }>(poolOf(database), ATTEMPT, [tenantId, id])
  return row?.deliveryId
}

// The same.
const OF_TRACE = {
  name: 'find-events-of-trace',
  text: `
    SELECT id FROM events WHERE (trace_id, tenant_id) >= ($2, $1) AND (trace_id, tenant_id) <= ($2, $1)
    ORDER BY trace_id, tenant_id LIMIT $3`,
}

/** Events of a tenant with this external id or trace id. */
export async function findEventIdsByName(
  database: Database,
  tenantId: TenantId,
  { name, limit }: { name: string; limit: number },
): Promise<EventId[]> {
  const [named, ofTrace] = await Promise.all([
    findEventsOfExternalId(poolOf(database), tenantId, name),
    run<{ id: EventId }>(poolOf(database), OF_TRACE, [tenantId, name, limit]),
  ])
  return [...new Set([...named, ...ofTrace.map(({ id }) => id)])]
}

// "0" sorts after "/", so the range has all paths below the tenant's.
const REPLIES = {
  name: 'find-replies-by-key',
  text: `
    SELECT holder, path, key, sealed_reply AS "sealedReply" FROM idempotency_keys
    WHERE (key, path) >= ($2, '/v1/tenants/' || $1 || '/') AND (key, path) < ($2, '/v1/tenants/' || $1 || '0')
      AND expires_at > now() AND status < 300 AND octet_length(sealed_reply) <= $4
    ORDER BY key, path LIMIT $3`,
}

/** The reply to a request with an Idempotency-Key. */
export interface FoundReply extends IdempotencyScope {
  /** Opens with `rowOfReply`. */
  sealedReply: Uint8Array
}

/**
 * Replies to a tenant's requests with this Idempotency-Key.
 * @param options.bytesMax larger replies are left out
 */
export async function findRepliesByKey(
  database: Database,
  tenantId: TenantId,
  { key, limit, bytesMax }: { key: string; limit: number; bytesMax: number },
): Promise<FoundReply[]> {
  return run<FoundReply>(poolOf(database), REPLIES, [tenantId, key, limit, bytesMax])
}
