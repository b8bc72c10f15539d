import type { EventQuery } from '../../data/events.ts'
import { isPeriod, startOf } from '../../data/periods.ts'
import type { SearchOf } from '../../data/search-params.ts'

/** The filters of the list, all in the URL: those of the API, and a period before now in place of `from`. */
export const EVENT_SEARCH = ['type', 'sourceId', 'externalId', 'internal', 'period', 'from', 'to'] as const

export type EventSearch = SearchOf<typeof EVENT_SEARCH>

const TEXTS = ['type', 'sourceId', 'externalId', 'internal', 'from', 'to'] as const

/** The query for the API. It refuses values that it does not know, and says which. */
export function toEventQuery(search: EventSearch, now: number): EventQuery {
  const texts = TEXTS.filter((name) => search[name] !== undefined).map((name) => [name, search[name]])
  const period = isPeriod(search.period) ? [['from', startOf(search.period, now)]] : []
  return Object.fromEntries([...texts, ...period])
}
