import { createBatcher, LruCache } from '@posthorn/batch'
import { type TenantId, UnavailableError } from '@posthorn/contracts'
import type { Database } from '../sql/database.ts'
import { createEventTypeCache } from './event-type-cache.ts'
import { type CataloguedType, findTenantRules, type TenantRules } from './publishing-rules.ts'
import type { CurrentVersion, RulesVersion } from './rules-version.ts'

const TENANTS_MAX = 10_000
const LOADED_AT_ONCE = 20
/** Of the subscriptions of all tenants, about. */
const BYTES_MAX = 32 * 1024 * 1024

/** What decides about a tenant's events of some types. */
export interface PublishingRules {
  version: RulesVersion
  /** Whether types that are not in the catalogue are refused. */
  strict: boolean
  types: ReadonlyMap<string, CataloguedType | null>
  subscriptions: TenantRules['subscriptions']
}

/** The rules of publishing, read once for many events. */
export interface RulesCache {
  /**
   * The rules as they were read last. They may have changed since: store by them with their version
   * ({@link RulesVersion}), and refuse nothing by them.
   * @param types of the events; none for those in which the catalogue has no say
   * @returns undefined when there is no such tenant; that is certain
   */
  of(tenantId: TenantId, types: readonly string[]): Promise<PublishingRules | undefined>
  /** The rules as they are now, at some moment after the call. */
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
    maxBatchSize: LOADED_AT_ONCE,
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
    async of(tenantId, names) {
      const rules = tenants.get(tenantId) ?? (await read(tenantId))
      if (rules === undefined) return undefined
      return together(rules, types.cached(names) ?? (await types.read(names)))
    },

    async current(tenantId, names) {
      const version = await currentVersion(tenantId)
      if (version === undefined) return undefined
      const remembered = tenants.get(tenantId)
      const rules = remembered?.version === version.tenant ? remembered : await read(tenantId)
      if (rules === undefined) return undefined
      const known = types.cached(names)
      const isKnown = known !== undefined && (names.length === 0 || known.version === version.catalogue)
      return together(rules, isKnown ? known : await types.read(names))
    },
  }
}

function together(
  { version: tenant, strict, subscriptions }: TenantRules,
  { version: catalogue, types }: { version: string; types: ReadonlyMap<string, CataloguedType | null> },
): PublishingRules {
  return { version: { tenant, catalogue }, strict, types, subscriptions }
}
