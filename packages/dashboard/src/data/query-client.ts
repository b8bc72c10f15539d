import { QueryCache, QueryClient } from '@tanstack/react-query'
import { isSignedOut } from './client.ts'
import { mayPass } from './problem.ts'

const RETRIES_MAX = 2
const STALE_MS = 5_000
const SESSION_KEY = 'session'

/** The cache of what the API has replied. When the session ends, it is read again: its gate then shows how to go on. */
export function createQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError(error, { queryKey }) {
        if (isSignedOut(error) && queryKey[0] !== SESSION_KEY)
          void client.resetQueries({ queryKey: [SESSION_KEY] })
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: STALE_MS,
        retry: (failures, error) => failures < RETRIES_MAX && mayPass(error),
      },
    },
  })
  return client
}
