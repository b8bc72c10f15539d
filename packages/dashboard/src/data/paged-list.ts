import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Page } from './live-rows.ts'

/** A list of more pages is not read again by itself. */
const REFRESHED_PAGES_MAX = 5

export interface PagedListOptions<Row> {
  queryKey: readonly unknown[]
  readPage: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Row>>
  /** How often the first pages are read again. Default: never */
  refreshMs?: number
}

/** A list by cursor that changes seldom: it is read again after a change of this browser, and when it is opened. */
export function usePagedList<Row>({ queryKey, readPage, refreshMs }: PagedListOptions<Row>) {
  const pages = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => readPage(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    refetchInterval: ({ state }) =>
      refreshMs !== undefined && (state.data?.pages.length ?? 0) <= REFRESHED_PAGES_MAX ? refreshMs : false,
  })
  const rows = useMemo(() => pages.data?.pages.flatMap(({ data }) => data) ?? [], [pages.data])
  return {
    rows,
    isPending: pages.isPending,
    error: pages.data === undefined ? pages.error : null,
    hasMore: pages.hasNextPage,
    loadMore: () => {
      if (!pages.isFetchingNextPage) void pages.fetchNextPage()
    },
    retry: () => void pages.refetch(),
  }
}

export type PagedList<Row> = ReturnType<typeof usePagedList<Row>>

/** The query of a page of a list. */
export function pageQuery(cursor: string | undefined, limit = 50): { limit: number; cursor?: string } {
  return cursor === undefined ? { limit } : { limit, cursor }
}
