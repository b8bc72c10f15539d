import { createBatcher } from '@posthorn/batch'
import { type TenantId, UnavailableError } from '@posthorn/contracts'
import { type Database, poolOf } from '../sql/database.ts'
import { run, type Sql } from '../sql/sql.ts'

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

async function findRulesVersions(
  sql: Sql,
  tenantIds: readonly TenantId[],
): Promise<(RulesVersion | undefined)[]> {
  const queried = [...new Set(tenantIds)]
  const rows = await run<{ id: TenantId; tenant: string; catalogue: string }>(sql, FIND, [queried])
  const versions = new Map(rows.map(({ id, ...version }) => [id, version]))
  return tenantIds.map((id) => versions.get(id))
}

/** The current version of a tenant's rules, read after the call; undefined when the tenant does not exist. */
export type CurrentVersion = (tenantId: TenantId) => Promise<RulesVersion | undefined>

const TENANTS_PER_QUERY = 200

/** Concurrent calls share one query, because forged requests can be many. */
export function createCurrentVersion(database: Database): CurrentVersion {
  return createBatcher({
    work: (tenantIds: readonly TenantId[]) => findRulesVersions(poolOf(database), tenantIds),
    maxBatchSize: TENANTS_PER_QUERY,
    keyOf: (tenantId) => tenantId,
    concurrency: 2,
    isUnavailable: (error) => error instanceof UnavailableError,
  })
}
