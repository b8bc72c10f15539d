import type { ProblemError, TenantId } from '@posthorn/contracts'
import type { RulesVersion } from '@posthorn/database'
import {
  type PublishingRules,
  type PublishOutcome,
  publishWithRules,
  type RulesCache,
} from '@posthorn/events'
import { noSuchTenant } from '../http/authorize.ts'

/** The tenant and the key that publish. */
interface TenantPublisher {
  tenantId: TenantId
  /** Of the tenant when the publisher's key was read; undefined for the admin key. */
  rulesVersion: string | undefined
  /** Reads the key again, unless it was read for this request. Throws when it may no longer publish. */
  confirm: () => Promise<void>
}

/**
 * Publishes with cached rules, and with current rules if the cached ones are stale or refuse.
 * @param types of the events
 * @param publish with a version, stores only while it is still the current one; without a version, the rules are current
 * @returns what was stored, now or before
 * @throws ProblemError why the current rules refuse, or `not_found` when the tenant does not exist
 */
export async function publishForTenant<Result>(
  rules: RulesCache,
  { tenantId, rulesVersion, confirm }: TenantPublisher,
  types: readonly string[],
  publish: (
    rules: PublishingRules,
    version: RulesVersion | undefined,
  ) => Promise<PublishOutcome<Result, ProblemError>>,
): Promise<Result> {
  const reader = {
    async cached() {
      const cached = await rules.cached(tenantId, types)
      const isOfKey = rulesVersion === undefined || rulesVersion === cached?.version.tenant
      return isOfKey ? cached : undefined
    },
    async current() {
      await confirm()
      return rules.current(tenantId, types)
    },
  }
  const final = await publishWithRules(reader, (ruleSet, freshness) =>
    publish(ruleSet, freshness === 'cached' ? ruleSet.version : undefined),
  )
  switch (final.outcome) {
    case 'stored':
    case 'duplicate':
      return final.result
    case 'refused':
      throw final.refusal
    case 'not_found':
      throw noSuchTenant(tenantId)
  }
}
