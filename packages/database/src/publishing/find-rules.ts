import type { TenantId } from '@posthorn/contracts'
import { type Database, poolOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'
import { SharedEventTypes } from './shared-event-types.ts'
import type { Subscription } from './subscriptions.ts'

/** An event type of the catalogue. */
interface CataloguedType {
  archived: boolean
  /** The JSON Schema of the data, as JSON text; null for any data. */
  schema: string | null
}

/** The rules of a tenant: which event types it accepts, and its subscriptions. */
export interface TenantRules {
  /** `RulesVersion.tenant` of these rules. */
  version: string
  /** Whether types that are not in the catalogue are refused. */
  strict: boolean
  /** Of the enabled endpoints. */
  subscriptions: readonly Subscription[]
  /** Memory that the rules take, estimated. */
  bytes: number
}

/** Of a subscription without its event types and its filter, estimated. */
const BYTES_OF_SUBSCRIPTION = 300

// One statement, so one snapshot: the version is that of the endpoints read with it.
const FIND_OF_TENANTS = {
  name: 'find-tenant-rules',
  text: `
    SELECT t.id, t.rules_version AS version, t.strict_event_types AS strict, e.id AS "endpointId",
      e.event_types AS "eventTypes", e.filter::text AS filter
    FROM unnest($1::text[]) AS queried (id)
      CROSS JOIN LATERAL (
        SELECT id, rules_version, strict_event_types FROM tenants WHERE id = queried.id AND deleted_at IS NULL LIMIT 1
      ) AS t
      LEFT JOIN endpoints e ON e.tenant_id = t.id AND e.enabled AND e.deleted_at IS NULL`,
}

type RulesRow = { id: TenantId; version: string; strict: boolean } & (
  | Subscription
  | { endpointId: null; eventTypes: null; filter: null }
)

/** @returns the rules of each tenant, in their order; undefined for an unknown tenant */
export async function findTenantRules(
  database: Database,
  tenantIds: readonly TenantId[],
): Promise<(TenantRules | undefined)[]> {
  const found = new Map<
    TenantId,
    { rules: TenantRules & { subscriptions: Subscription[] }; shared: SharedEventTypes }
  >()
  for (const row of await run<RulesRow>(poolOf(database), FIND_OF_TENANTS, [[...new Set(tenantIds)]])) {
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

/** Some event types of the catalogue. */
export interface TypeRules {
  /** `RulesVersion.catalogue`. */
  version: string
  /** Of the queried types; null for a type that is not in the catalogue. */
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

/** The rules of these event types. */
export async function findTypeRules(database: Database, names: readonly string[]): Promise<TypeRules> {
  const rows = await run<TypeRow>(poolOf(database), FIND_OF_TYPES, [names])
  const [first] = rows
  if (first === undefined) throw new Error('the table "catalogue" has lost its row: insert it again')
  const types = new Map<string, CataloguedType | null>(names.map((name) => [name, null]))
  for (const { name, archived, schema } of rows) if (name !== null) types.set(name, { archived, schema })
  return { version: first.version, types }
}
