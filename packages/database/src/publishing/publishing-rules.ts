import type { TenantId } from '@posthorn/contracts'
import type { Database } from '../sql/database.ts'
import { run } from '../sql/sql.ts'
import { SharedEventTypes } from './shared-event-types.ts'
import type { Subscription } from './subscriptions.ts'

/** What the catalogue says of an event type. */
export interface CataloguedType {
  archived: boolean
  /** The JSON Schema that the data has to fit, as JSON. */
  schema: string | null
}

/** What a tenant has a say in: which types it takes, and who wants them. */
export interface TenantRules {
  /** Of these rules: `RulesVersion.tenant`. */
  version: string
  /** Whether types that are not in the catalogue are refused. */
  strict: boolean
  /** The subscriptions of the endpoints that are enabled. */
  subscriptions: readonly Subscription[]
  /** How much memory the rules take, about. */
  bytes: number
}

/** Of a subscription, beside its event types and its filter. */
const BYTES_OF_SUBSCRIPTION = 300

// One statement, and so one moment: the version is that of the endpoints which are read with it.
const FIND_OF_TENANTS = {
  name: 'find-tenant-rules',
  text: `
    SELECT t.id, t.rules_version AS version, t.strict_event_types AS strict, e.id AS "endpointId",
      e.event_types AS "eventTypes", e.filter::text AS filter
    FROM unnest($1::text[]) AS asked (id)
      CROSS JOIN LATERAL (
        SELECT id, rules_version, strict_event_types FROM tenants WHERE id = asked.id AND deleted_at IS NULL LIMIT 1
      ) AS t
      LEFT JOIN endpoints e ON e.tenant_id = t.id AND e.enabled AND e.deleted_at IS NULL`,
}

type RulesRow = { id: TenantId; version: string; strict: boolean } & (
  | Subscription
  | { endpointId: null; eventTypes: null; filter: null }
)

/** @returns the rules of each tenant, in their order; undefined for one that is not there */
export async function findTenantRules(
  { pool }: Database,
  tenantIds: readonly TenantId[],
): Promise<(TenantRules | undefined)[]> {
  const found = new Map<
    TenantId,
    { rules: TenantRules & { subscriptions: Subscription[] }; shared: SharedEventTypes }
  >()
  for (const row of await run<RulesRow>(pool, FIND_OF_TENANTS, [[...new Set(tenantIds)]])) {
    const { id, version, strict, ...subscription } = row
    const tenant = found.get(id) ?? {
      rules: { version, strict, subscriptions: [], bytes: BYTES_OF_SUBSCRIPTION },
      shared: new SharedEventTypes(),
    }
    const { rules, shared } = tenant
    if (subscription.endpointId !== null) {
      const eventTypes = shared.share(subscription.eventTypes)
      rules.subscriptions.push({ ...subscription, eventTypes })
      rules.bytes += BYTES_OF_SUBSCRIPTION + (subscription.filter?.length ?? 0)
    }
    found.set(id, tenant)
  }
  for (const { rules, shared } of found.values()) rules.bytes += shared.bytes
  return tenantIds.map((id) => found.get(id)?.rules)
}

/** What the catalogue says of some types. */
export interface TypeRules {
  /** Of the catalogue: `RulesVersion.catalogue`. */
  version: string
  /** Of those that were asked for; null for what is not in the catalogue. */
  types: ReadonlyMap<string, CataloguedType | null>
}

const FIND_OF_TYPES = {
  name: 'find-type-rules',
  text: `
    SELECT c.version, e.name, e.archived, e.schema::text AS schema
    FROM catalogue c LEFT JOIN event_types e ON e.name = ANY ($1::text[])`,
}

type TypeRow = { version: string } & (
  | ({ name: string } & CataloguedType)
  | { name: null; archived: null; schema: null }
)

export async function findTypeRules({ pool }: Database, names: readonly string[]): Promise<TypeRules> {
  const rows = await run<TypeRow>(pool, FIND_OF_TYPES, [names])
  const [first] = rows
  if (first === undefined) throw new Error('the table "catalogue" has lost its row: insert it again')
  const types = new Map<string, CataloguedType | null>(names.map((name) => [name, null]))
  for (const { name, archived, schema } of rows) if (name !== null) types.set(name, { archived, schema })
  return { version: first.version, types }
}
