import type { TenantId } from '@posthorn/contracts'
import type { PublishingRules, RulesCache, RulesVersion } from '@posthorn/database'
import { noSuchTenant } from '../http/authorize.ts'

/** Who publishes. */
interface RuledPublisher {
  tenantId: TenantId
  /** Of the tenant when the publisher's key was read; undefined for the admin key. */
  rulesVersion: string | undefined
  /** Reads the key as it is now, unless that was done for this request. Throws when it may no longer publish. */
  confirm: () => Promise<void>
}

/**
 * Publishes by the rules in memory, and by those of this moment when that comes to nothing.
 * @param types of what is published
 * @param publish with a version, it stores only if that is still the one that counts. It returns undefined when nothing
 *   was stored, and refuses nothing: the rules may have changed. Without one the rules count as they are; undefined then
 *   means that the tenant is gone
 */
export async function withCurrentRules<Result>(
  rules: RulesCache,
  { tenantId, rulesVersion, confirm }: RuledPublisher,
  types: readonly string[],
  publish: (rules: PublishingRules, version: RulesVersion | undefined) => Promise<Result | undefined>,
): Promise<Result> {
  const remembered = await rules.of(tenantId, types)
  if (remembered !== undefined && remembered.version.tenant === (rulesVersion ?? remembered.version.tenant)) {
    const result = await publish(remembered, remembered.version)
    if (result !== undefined) return result
  }
  await confirm()
  const current = await rules.current(tenantId, types)
  const result = current && (await publish(current, undefined))
  if (result === undefined) throw noSuchTenant(tenantId)
  return result
}
