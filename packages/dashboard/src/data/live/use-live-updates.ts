import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { collectChanges } from './collect-changes.ts'
import { concerns, type LiveChange, type LiveState, type LiveTopic } from './live-message.ts'
import { shareLive } from './shared-stream.ts'

declare module '@tanstack/react-query' {
  interface Register {
    /** Which hints make a query read again; `id` for one that shows a single object. */
    queryMeta: { live?: { topic: LiveTopic; id?: string } }
  }
}

/** A hidden tab leaves the stream after this time. */
const HIDDEN_MS_MAX = 60_000

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
    const isShown = () => document.visibilityState === 'visible'
    const refetch = collectChanges((change) => refetchConcerned(client, tenant, change), {
      isShown,
      now: () => performance.now(),
    })
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
      refetch.show()
      if (isShown()) join()
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

/** Reads that began before the change are started again. */
function refetchConcerned(client: QueryClient, tenant: string, change: LiveChange): Promise<void> {
  return client.invalidateQueries({
    predicate: ({ queryKey, meta }) =>
      queryKey[0] === tenant && meta?.live !== undefined && concerns(change, meta.live),
  })
}
