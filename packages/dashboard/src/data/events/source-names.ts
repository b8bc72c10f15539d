import { queryOptions, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { mayManage } from '../../session/session.ts'
import { useSession } from '../../session/session-gate.tsx'
import { api, dataOf } from '../client.ts'

/** The newest sources of a tenant. */
function newestSourcesQuery(tenant: string) {
  return queryOptions({
    queryKey: [tenant, 'sources', 'newest'],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/v1/tenants/{tenant}/sources', {
          params: { path: { tenant }, query: { limit: 250 } },
          signal,
        }),
      ),
    staleTime: 30_000,
  })
}

/** The sources by their ids, for those who may read them. Others see ids. */
export function useSourceNames(tenant: string) {
  const session = useSession()
  const { data } = useQuery({ ...newestSourcesQuery(tenant), enabled: mayManage(session) })
  return useMemo(() => {
    const names = new Map(data?.data.map(({ id, name }) => [id, name]))
    return {
      nameOf: (id: string) => names.get(id) ?? id,
      options: [...names].map(([value, text]) => ({ value, text })),
      /** Whether there are more than the options. */
      hasMore: data?.nextCursor != null,
    }
  }, [data])
}
