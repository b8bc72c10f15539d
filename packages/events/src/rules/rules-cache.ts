import { createBatcher, LruCache } from '@posthorn/batch'
import { type TenantId, UnavailableError } from '@posthorn/contracts'
import {
  type Database,
  findTenantRules,
  type RulesVersion,
  type TenantRules,
  type TypeRules,
} from '@posthorn/database'
import type { CurrentVersion } from './current-version.ts'
import { createEventTypeCache } from './event-type-cache.ts'

const TENANTS_MAX = 10_000
const TENANTS_PER_QUERY = 20
/** Of the subscriptions of all tenants, estimated. */
const BYTES_MAX = 32 * 1024 * 1024

/** The rules for a tenant's events of some types. */
export interface PublishingRules {
  version: RulesVersion
  /** Whether types that are not in the catalogue are refused. */
  strict: boolean
  types: TypeRules['types']
  subscriptions: TenantRules['subscriptions']
}

/** Publishing rules, read once for many events. */
export interface RulesCache {
  /**
   * The rules as read last. They may have changed since: store with their version ({@link RulesVersion}), and refuse nothing
   * because of them.
   * @param types of the events; none for inbound events, to which the catalogue does not apply
   * @returns undefined when the tenant does not exist; this is never cached
   */
  cached(tenantId: TenantId, types: readonly string[]): Promise<PublishingRules | undefined>
  /** The current rules: read, or compared with the current version, after the call. */
  current(tenantId: TenantId, types: readonly string[]): Promise<PublishingRules | undefined>
}

export function createRulesCache(database: Database, currentVersion: CurrentVersion): RulesCache {
  const tenants = new LruCache<TenantRules>({
    itemsMax: TENANTS_MAX,
    weightMax: BYTES_MAX,
    weightOf: ({ bytes }) => bytes,
  })
  const types = createEventTypeCache(database)
  const load = createBatcher({
    work: (tenantIds: readonly TenantId[]) => findTenantRules(database, tenantIds),
    maxBatchSize: TENANTS_PER_QUERY,
    keyOf: (tenantId) => tenantId,
    concurrency: 2,
    isUnavailable: (error) => error instanceof UnavailableError,
  })

  async function read(tenantId: TenantId): Promise<TenantRules | undefined> {
    const rules = await load(tenantId)
    if (rules === undefined) tenants.delete(tenantId)
    else tenants.set(tenantId, rules)
    return rules
  }

  return {
    async cached(tenantId, names) {
      const rules = tenants.get(tenantId) ?? (await read(tenantId))
      if (rules === undefined) return undefined
      return combine(rules, types.cached(names) ?? (await types.read(names)))
    },

    async current(tenantId, names) {
      const version = await currentVersion(tenantId)
      if (version === undefined) return undefined
      const cached = tenants.get(tenantId)
      const rules = cached?.version === version.tenant ? cached : await read(tenantId)
      if (rules === undefined) return undefined
      const cachedTypes = types.cached(names)
      const isCurrent =
        cachedTypes !== undefined && (names.length === 0 || cachedTypes.version === version.catalogue)
      return combine(rules, isCurrent ? cachedTypes : await types.read(names))
    },
  }
}

function combine(
  { version: tenant, strict, subscriptions }: TenantRules,
  { version: catalogue, types }: TypeRules,
): PublishingRules {
  return { version: { tenant, catalogue }, strict, types, subscriptions }
}
