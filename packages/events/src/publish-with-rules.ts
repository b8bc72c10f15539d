/**
 * The outcome of publishing with one rule set.
 *
 * - `stored`: what the rules allow is stored with its deliveries.
 * - `duplicate`: it was stored before.
 * - `refused`: the rules do not allow it. Nothing was stored.
 * - `stale`: nothing was stored, because the rules have changed since they were read or because nothing was left to compare
 *   their version with. With current rules: the tenant has been deleted.
 */
export type PublishOutcome<Result, Refusal> =
  | { outcome: 'stored'; result: Result }
  | { outcome: 'duplicate'; result: Result }
  | { outcome: 'refused'; refusal: Refusal }
  | { outcome: 'stale' }

/** The final outcome. `not_found`: there is no such tenant or source, and nothing was stored. */
type FinalOutcome<Result, Refusal> =
  | Exclude<PublishOutcome<Result, Refusal>, { outcome: 'stale' }>
  | { outcome: 'not_found' }

/** Whether rules may have changed since they were read (`cached`), or were read for this request (`current`). */
export type Freshness = 'cached' | 'current'

/** Where the rules of a request come from. */
interface RuleReader<Rules> {
  /** @returns undefined when no cached rules can be used */
  cached: () => Promise<Rules | undefined>
  /**
   * Reads the rules after the call. May throw what refuses the request.
   * @returns undefined when the tenant or the source does not exist
   */
  current: () => Promise<Rules | undefined>
}

/**
 * Publishes with cached rules. If these are stale or refuse, reads the current rules and publishes once more, so that
 * no request is refused because of a cache.
 * @param publish stores with cached rules only while their version is still the tenant's, and with current rules while
 *   the tenant exists. Called at most once with each freshness, and not again after it has stored or thrown
 */
export async function publishWithRules<Rules, Result, Refusal>(
  { cached, current }: RuleReader<Rules>,
  publish: (rules: Rules, freshness: Freshness) => Promise<PublishOutcome<Result, Refusal>>,
): Promise<FinalOutcome<Result, Refusal>> {
  const cachedRules = await cached()
  if (cachedRules !== undefined) {
    const first = await publish(cachedRules, 'cached')
    if (first.outcome === 'stored' || first.outcome === 'duplicate') return first
  }
  const currentRules = await current()
  if (currentRules === undefined) return { outcome: 'not_found' }
  const last = await publish(currentRules, 'current')
  return last.outcome === 'stale' ? { outcome: 'not_found' } : last
}
