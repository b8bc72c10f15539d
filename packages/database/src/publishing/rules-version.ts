import { createBatcher } from '@posthorn/batch'
import { type TenantId, UnavailableError } from '@posthorn/contracts'
import type { Database } from '../sql/database.ts'
import { run, type Sql } from '../sql/sql.ts'

/**
 * Which rules an event was made by. Services keep them in memory; whatever changes them changes the version, in the same
 * transaction (a trigger: prisma/migrations). The statement that stores an event compares it, so nothing is ever
 * stored by rules that were changed before, whichever process changed them and whatever messages were lost.
 */
export interface RulesVersion {
  /** Of what is the tenant's: endpoints, keys, sources, its own fields. */
  tenant: string
  /** Of the event types; undefined for what the catalogue has no say in. */
  catalogue: string | undefined
}

const FIND = {
  name: 'find-rules-versions',
  text: `
    SELECT t.id, t.rules_version AS tenant, c.version AS catalogue
    FROM unnest($1::text[]) AS asked (id) CROSS JOIN catalogue c
      CROSS JOIN LATERAL (
        SELECT id, rules_version FROM tenants WHERE id = asked.id AND deleted_at IS NULL LIMIT 1
      ) AS t`,
}

async function findRulesVersions(
  sql: Sql,
  tenantIds: readonly TenantId[],
): Promise<(RulesVersion | undefined)[]> {
  const asked = [...new Set(tenantIds)]
  const rows = await run<{ id: TenantId; tenant: string; catalogue: string }>(sql, FIND, [asked])
  const versions = new Map(rows.map(({ id, ...version }) => [id, version]))
  return tenantIds.map((id) => versions.get(id))
}

/** Which version of the rules is there now: read after the call. Undefined when there is no such tenant. */
export type CurrentVersion = (tenantId: TenantId) => Promise<RulesVersion | undefined>

const ASKED_MAX = 200

/** Those who ask at about the same time are answered by one statement: forged requests can be many. */
export function createCurrentVersion(database: Database): CurrentVersion {
  return createBatcher({
    work: (tenantIds: readonly TenantId[]) => findRulesVersions(database.pool, tenantIds),
    maxBatchSize: ASKED_MAX,
    keyOf: (tenantId) => tenantId,
    concurrency: 2,
    isUnavailable: (error) => error instanceof UnavailableError,
  })
}
