import type { DeliveryQuery } from '../../data/deliveries.ts'
import { isPeriod, startOf } from '../../data/periods.ts'
import { listOf, type SearchOf } from '../../data/search-params.ts'

/** The filters of the list, all in the URL: those of the API, and a period before now in place of `from`. */
export const DELIVERY_SEARCH = [
  'status',
  'endpointId',
  'eventType',
  'statusCode',
  'errorCode',
  'trigger',
  'period',
  'from',
  'to',
  'finishedFrom',
  'finishedTo',
] as const

export type DeliverySearch = SearchOf<typeof DELIVERY_SEARCH>

const LISTS = ['status', 'endpointId', 'eventType', 'statusCode', 'errorCode', 'trigger'] as const
const TIMES = ['from', 'to', 'finishedFrom', 'finishedTo'] as const

/** The query for the API. It refuses values that it does not know, and says which. */
export function toDeliveryQuery(search: DeliverySearch, now: number): DeliveryQuery {
  const lists = LISTS.filter((name) => search[name] !== undefined).map((name) => [name, listOf(search[name])])
  const times = TIMES.filter((name) => search[name] !== undefined).map((name) => [name, search[name]])
  const period = isPeriod(search.period) ? [['from', startOf(search.period, now)]] : []
  return Object.fromEntries([...lists, ...times, ...period])
}

/** The list of what a filter of the API selects, but for its cursor. */
export function toDeliverySearch(filter: DeliveryQuery): DeliverySearch {
  const values = DELIVERY_SEARCH.map((name) => [name, name === 'period' ? undefined : filter[name]] as const)
  return Object.fromEntries(
    values.flatMap(([name, value]) => (value === undefined ? [] : [[name, [value].flat().join(',')]])),
  )
}

/** Whether any filter is set. */
export function isFiltered(search: DeliverySearch): boolean {
  return Object.keys(search).length > 0
}
