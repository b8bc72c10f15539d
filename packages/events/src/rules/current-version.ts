import { createBatcher } from '@posthorn/batch'
import { type TenantId, UnavailableError } from '@posthorn/contracts'
import { type Database, findRulesVersions, type RulesVersion } from '@posthorn/database'

/** The current version of a tenant's rules, read after the call; undefined when the tenant does not exist. */
export type CurrentVersion = (tenantId: TenantId) => Promise<RulesVersion | undefined>

const TENANTS_PER_QUERY = 200

/** Concurrent calls share one query, because forged requests can be many. */
export function createCurrentVersion(database: Database): CurrentVersion {
  return createBatcher({
    work: (tenantIds: readonly TenantId[]) => findRulesVersions(database, tenantIds),
    maxBatchSize: TENANTS_PER_QUERY,
    keyOf: (tenantId) => tenantId,
    concurrency: 2,
    isUnavailable: (error) => error instanceof UnavailableError,
  })
}
