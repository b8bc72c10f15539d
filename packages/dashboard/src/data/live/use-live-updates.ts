import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { concerns, joined, type LiveChange, type LiveState, type LiveTopic } from './live-message.ts'
import { shareLive } from './shared-stream.ts'

declare module '@tanstack/react-query' {
  interface Register {
    /** Which hints make a query read again; `id` for one that shows a single object. */
    queryMeta: { live?: { topic: LiveTopic; id?: string } }
  }
}

/** A hidden tab leaves the stream after this time. */
const HIDDEN_MS_MAX = 60_000
/** What changes together is read once. */
const COLLECT_MS = 400

let state: LiveState = 'connecting'
const subscribers = new Set<() => void>()

function setState(next: LiveState): void {
  if (next === state) return
  state = next
  for (const notify of subscribers) notify()
}

function subscribe(notify: () => void): () => void {
  subscribers.add(notify)
  return () => void subscribers.delete(notify)
}

/** How this tab learns of changes now. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(subscribe, () => state)
}

/** Keeps the queries of a tenant current while its pages are shown. A tab that comes back reads again what it shows. */
export function useLiveUpdates(tenant: string): void {
  const client = useQueryClient()
  useEffect(() => {
    let stream: AbortController | undefined
    let hiddenTimer: ReturnType<typeof setTimeout> | undefined
    const refetch = collectChanges((change) => refetchConcerned(client, tenant, change))
    const join = () => {
      clearTimeout(hiddenTimer)
      if (stream !== undefined) return
      stream = new AbortController()
      shareLive(tenant, { onState: setState, onChange: refetch.add }, stream.signal)
    }
    const leave = () => {
      stream?.abort()
      stream = undefined
      setState('connecting')
    }
    const followVisibility = () => {
      if (document.visibilityState === 'visible') join()
      else hiddenTimer = setTimeout(leave, HIDDEN_MS_MAX)
    }
    followVisibility()
    document.addEventListener('visibilitychange', followVisibility)
    return () => {
      document.removeEventListener('visibilitychange', followVisibility)
      clearTimeout(hiddenTimer)
      refetch.stop()
      leave()
    }
  }, [client, tenant])
}

/** Queries of several changes at a time, and none twice. */
function collectChanges(take: (change: LiveChange) => void) {
  let collected: LiveChange | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    add(change: LiveChange): void {
      collected = collected === undefined ? change : joined(collected, change)
      timer ??= setTimeout(() => {
        timer = undefined
        if (collected !== undefined) take(collected)
        collected = undefined
      }, COLLECT_MS)
    },
    stop: () => clearTimeout(timer),
  }
}

function refetchConcerned(client: QueryClient, tenant: string, change: LiveChange): void {
  void client.invalidateQueries(
    {
      predicate: ({ queryKey, meta }) =>
        queryKey[0] === tenant && meta?.live !== undefined && concerns(change, meta.live),
    },
    // A query that takes longer than changes come would never end.
    { cancelRefetch: false },
  )
}
