import { isPeriod, startOf } from '../../data/periods.ts'
import type { RequestQuery } from '../../data/requests.ts'
import type { SearchOf } from '../../data/search-params.ts'

/** The filters of the requests, all in the URL: those of the API, and a period before now in place of `from`. */
export const REQUEST_SEARCH = ['outcome', 'cause', 'period', 'from', 'to'] as const

export type RequestSearch = SearchOf<typeof REQUEST_SEARCH>

const SENT = ['outcome', 'cause', 'from', 'to'] as const

/** The query for the API. It refuses values that it does not know, and says which. */
export function toRequestQuery(search: RequestSearch, now: number): RequestQuery {
  const given = SENT.filter((name) => search[name] !== undefined).map((name) => [name, search[name]])
  const period = isPeriod(search.period) ? [['from', startOf(search.period, now)]] : []
  return Object.fromEntries([...given, ...period])
}

/** Whether any filter is set. */
export function isFiltered(search: RequestSearch): boolean {
  return Object.keys(search).length > 0
}
