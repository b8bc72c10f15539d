import type { TenantId } from '@posthorn/contracts'
import type { Database } from './database.ts'
import { run } from './sql.ts'

/** What the catalogue says of an event type. */
export interface CataloguedType {
  archived: boolean
  /** The JSON Schema that the data has to fit, as JSON. */
  schema: string | null
}

/** What decides whether a tenant's events may be published. */
export interface PublishingRules {
  /** Whether types that are not in the catalogue are refused. */
  strict: boolean
  types: ReadonlyMap<string, CataloguedType>
}

const FIND = {
  name: 'find-publishing-rules',
  text: `
    SELECT t.strict_event_types AS strict, e.name, e.archived, e.schema::text AS schema
    FROM tenants t LEFT JOIN event_types e ON e.name = ANY ($2::text[]) WHERE t.id = $1`,
}

/**
 * The rules for publishing events of these types.
 * @returns undefined when there is no such tenant
 */
export async function findPublishingRules(
  { pool }: Database,
  tenantId: TenantId,
  types: readonly string[],
): Promise<PublishingRules | undefined> {
  const rows = await run<{ strict: boolean; name: string | null } & CataloguedType>(pool, FIND, [
    tenantId,
    types,
  ])
  const [first] = rows
  if (first === undefined) return undefined
  const found = rows.flatMap(({ name, archived, schema }) =>
    name === null ? [] : [[name, { archived, schema }] as const],
  )
  return { strict: first.strict, types: new Map(found) }
}
