import { useSyncExternalStore } from 'react'

const TICK_MS = 1_000
const listeners = new Set<() => void>()
let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined

/** The present time, each second: one timer for all components that count. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now)
}

function subscribe(notify: () => void): () => void {
  listeners.add(notify)
  timer ??= setInterval(tick, TICK_MS)
  return () => {
    listeners.delete(notify)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

function tick(): void {
  now = Date.now()
  for (const notify of listeners) notify()
}
