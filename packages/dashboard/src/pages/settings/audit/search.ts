import type { AuditQuery } from '../../../data/managing/audit.ts'
import { isPeriod, startOf } from '../../../data/periods.ts'
import type { SearchOf } from '../../../data/search-params.ts'

/** The filters of the audit log, all in the URL, and the entry that is open. */
export const AUDIT_SEARCH = ['action', 'actor', 'period', 'from', 'to', 'entry'] as const

export type AuditSearch = SearchOf<typeof AUDIT_SEARCH>

const PASSED_ON = ['action', 'actor', 'from', 'to'] as const

/** The query for the API. */
export function toAuditQuery(search: AuditSearch, now: number): AuditQuery {
  const given = PASSED_ON.filter((name) => search[name] !== undefined).map((name) => [name, search[name]])
  const period = isPeriod(search.period) ? [['from', startOf(search.period, now)]] : []
  return Object.fromEntries([...given, ...period])
}

/** Whether any filter is set. */
export function isFiltered(search: AuditSearch): boolean {
  return Object.keys(filtersOf(search)).length > 0
}

/** The filters that are set, without the entry that is open. */
export function filtersOf(search: AuditSearch): Omit<AuditSearch, 'entry'> {
  const set = Object.entries(search).filter(([name, value]) => name !== 'entry' && value !== undefined)
  return Object.fromEntries(set)
}
