import { type InfiniteData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { type LiveTopic, useLiveHints } from './live-hints.ts'
import { freshOf, type ListedRow, type Page, patchRows } from './live-rows.ts'

export interface LiveListOptions<Row> {
  /** Identifies the list with its filters. */
  queryKey: readonly unknown[]
  topic: LiveTopic
  readPage: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Row>>
}

type Pages<Row> = InfiniteData<Page<Row>, string | undefined>

/**
 * A list by cursor whose rows never move: rows that are shown are patched in place, new ones are only counted until
 * `showNew`.
 */
export function useLiveList<Row extends ListedRow>({ queryKey, topic, readPage }: LiveListOptions<Row>) {
  const client = useQueryClient()
  const { refetchInterval, meta } = useLiveHints(topic)
  const pages = useInfiniteQuery({
    queryKey: [...queryKey, 'pages'],
    queryFn: ({ pageParam, signal }) => readPage(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    // To read all pages again would move rows.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  const head = useQuery({
    queryKey: [...queryKey, 'head'],
    queryFn: ({ signal }) => readPage(undefined, signal),
    refetchInterval,
    meta,
    enabled: pages.isSuccess,
    staleTime: refetchInterval,
    gcTime: 0,
  })

  const shown = useMemo(() => pages.data?.pages.flatMap(({ data }) => data) ?? [], [pages.data])
  const latest = head.data?.data
  const rows = useMemo(() => patchRows(shown, latest ?? []), [shown, latest])
  const fresh = useMemo(() => freshOf(shown, latest ?? []), [shown, latest])

  const showNew = () => {
    if (head.data === undefined) return
    const current: Pages<Row> = { pages: [head.data], pageParams: [undefined] }
    client.setQueryData([...queryKey, 'pages'], current)
  }
  // Nothing moves where there is nothing yet.
  const isFirst = pages.isSuccess && shown.length === 0 && fresh.length > 0
  useEffect(() => {
    if (isFirst) showNew()
  })

  return {
    rows,
    fresh: { count: fresh.length, isMore: fresh.length > 0 && fresh.length === latest?.length },
    isPending: pages.isPending,
    error: pages.error,
    hasMore: pages.hasNextPage,
    isLoadingMore: pages.isFetchingNextPage,
    loadMore: () => void pages.fetchNextPage(),
    retry: () => void pages.refetch(),
    showNew,
    /** Reads the newest page again, after a change that this browser has made. */
    refresh: () => void head.refetch(),
  }
}
