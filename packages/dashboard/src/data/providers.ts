import type { components } from '@posthorn/contracts/client-types'
import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from './client.ts'

export type Provider = components['schemas']['Provider']

/** The catalogue. It changes only with the version of the API. */
export const providersQuery = queryOptions({
  queryKey: ['providers'],
  queryFn: async ({ signal }) => (await dataOf(api.GET('/v1/providers', { signal }))).data,
  staleTime: Number.POSITIVE_INFINITY,
})
