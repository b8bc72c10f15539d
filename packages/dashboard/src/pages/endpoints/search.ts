import type { EndpointFilter } from '../../data/endpoints.ts'
import { listOf, type SearchOf } from '../../data/search-params.ts'

/** The filters of the list, those of the API. */
export const ENDPOINT_SEARCH = ['status', 'health'] as const

export type EndpointSearch = SearchOf<typeof ENDPOINT_SEARCH>

/** The query for the API. It refuses values that it does not know, and says which. */
export function toEndpointFilter(search: EndpointSearch): EndpointFilter {
  const lists = ENDPOINT_SEARCH.filter((name) => search[name] !== undefined)
  return Object.fromEntries(lists.map((name) => [name, listOf(search[name])]))
}
