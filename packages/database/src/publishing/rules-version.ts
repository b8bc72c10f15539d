import type { TenantId } from '@posthorn/contracts'
import { type Database, poolOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'

/**
 * The version of the rules that an event was made with. Services cache rules; a trigger (prisma/migrations) changes the
 * version in the transaction that changes the rules. The statement that stores an event compares the version, so no
 * event is stored with rules that were changed before, whichever process changed them.
 */
export interface RulesVersion {
  /** Of the tenant's endpoints, keys, sources and own fields. */
  tenant: string
  /** Of the event types; undefined where the catalogue does not apply. */
  catalogue: string | undefined
}

const FIND = {
  name: 'find-rules-versions',
  text: `
    SELECT t.id, t.rules_version AS tenant, c.version AS catalogue
    FROM unnest($1::text[]) AS queried (id) CROSS JOIN catalogue c
      CROSS JOIN LATERAL (
        SELECT id, rules_version FROM tenants WHERE id = queried.id AND deleted_at IS NULL LIMIT 1
      ) AS t`,
}

/** @returns the current version of each tenant, in their order; undefined for an unknown tenant */
export async function findRulesVersions(
  database: Database,
  tenantIds: readonly TenantId[],
): Promise<(RulesVersion | undefined)[]> {
  const queried = [...new Set(tenantIds)]
  const rows = await run<{ id: TenantId; tenant: string; catalogue: string }>(poolOf(database), FIND, [
    queried,
  ])
  const versions = new Map(rows.map(({ id, ...version }) => [id, version]))
  return tenantIds.map((id) => versions.get(id))
}
