import type { components } from '@posthorn/contracts/client-types'
import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '../client.ts'
import { problemOfReply } from '../problem.ts'

type Readiness = components['schemas']['Readiness']

const REFRESH_MS = 10_000

/** Version, retention and features of this Posthorn. */
export const metaQuery = queryOptions({
  queryKey: ['meta'],
  queryFn: ({ signal }) => dataOf(api.GET('/v1/meta', { signal })),
  staleTime: Number.POSITIVE_INFINITY,
})

/** Whether the API can work, and which dependency is down: a 503 says so, too. */
export const readinessQuery = queryOptions({
  queryKey: ['readiness'],
  queryFn: async ({ signal }): Promise<Readiness> => {
    const { data, error, response } = await api.GET('/readyz', { signal })
    const readiness = data ?? error
    if (readiness === undefined || !('checks' in readiness)) throw problemOfReply(readiness, response)
    return readiness
  },
  refetchInterval: REFRESH_MS,
  retry: false,
})
