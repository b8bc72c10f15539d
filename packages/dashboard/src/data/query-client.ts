import { QueryClient } from '@tanstack/react-query'
import { mayPass } from './problem.ts'

const RETRIES_MAX = 2
const STALE_MS = 5_000

/** The cache of what the API has replied. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: STALE_MS,
        retry: (failures, error) => failures < RETRIES_MAX && mayPass(error),
      },
    },
  })
}
