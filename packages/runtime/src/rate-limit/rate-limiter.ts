import { within } from '@posthorn/batch'

/** Result of counting a request. */
export interface Allowance {
  allowed: boolean
  /** Requests left until the limit is reset. */
  remaining: number
  resetMs: number
}

/** Counts requests for all processes together. */
export interface RateLimiter {
  /**
   * Counts one more request. Never fails: while the store is unavailable, each process counts its own requests.
   * @param name whose requests are counted
   * @param limit how many are allowed in a window
   * @param windowMs length of a window. Default: a second
   */
  take(name: string, limit: number, windowMs?: number): Promise<Allowance>
  /** The requests in the current window of a name, as far as this process knows, without counting one. */
  known(name: string): Window
}

/** Counts one more request in the current window of a name, or starts the next window. */
export type CountRequest = (name: string, windowMs: number) => Promise<Window>

interface Window {
  count: number
  /** 0 when no window is known. */
  endsInMs: number
}

const WINDOW_MS = 1000
/** A slower store counts as unavailable: a request must not wait for its count. */
const STORE_MS_MAX = 500
/** After a failure the store is not queried for as long, so that few requests wait for a store that does not answer. */
const PAUSE_MS = 1000
/** How often windows that have ended are deleted from memory. */
const SWEEP_MS = 10_000

/**
 * @param count counts in the store
 * @param monotonicMs a clock in milliseconds
 */
export function createRateLimiter(
  count: CountRequest,
  monotonicMs: () => number = () => performance.now(),
): RateLimiter {
  /** The latest known window of each name. */
  const windows = new Map<string, { count: number; endsAtMs: number }>()
  let sweptAtMs = monotonicMs()
  let pausedUntilMs = sweptAtMs

  function currentWindow(name: string): Window {
    const { count: known, endsAtMs } = windows.get(name) ?? { count: 0, endsAtMs: 0 }
    const endsInMs = endsAtMs - monotonicMs()
    return endsInMs > 0 ? { count: known, endsInMs } : { count: 0, endsInMs: 0 }
  }

  function keep(name: string, window: Window): Window {
    const nowMs = monotonicMs()
    if (nowMs - sweptAtMs >= SWEEP_MS) {
      for (const [each, { endsAtMs }] of windows) if (endsAtMs <= nowMs) windows.delete(each)
      sweptAtMs = nowMs
    }
    windows.set(name, { count: window.count, endsAtMs: nowMs + window.endsInMs })
    return window
  }

  async function countOnce(name: string, windowMs: number): Promise<Window> {
    if (monotonicMs() < pausedUntilMs) return countHere(name, windowMs)
    try {
      const { count: counted, endsInMs } = await within(STORE_MS_MAX, count(name, windowMs))
      // The store has the time at which this request reached it; another one that was later may have begun the window.
      return keep(name, { count: counted, endsInMs: Math.min(endsInMs, windowMs) })
    } catch {
      pausedUntilMs = monotonicMs() + PAUSE_MS
      return countHere(name, windowMs)
    }
  }

  function countHere(name: string, windowMs: number): Window {
    const known = currentWindow(name)
    return keep(name, { count: known.count + 1, endsInMs: known.endsInMs || windowMs })
  }

  return {
    known: currentWindow,

    async take(name, limit, windowMs = WINDOW_MS) {
      const known = currentWindow(name)
      // A request over the limit does not reach the store until the window ends.
      if (known.count > limit) return { allowed: false, remaining: 0, resetMs: Math.ceil(known.endsInMs) }
      const window = await countOnce(name, windowMs)
      return {
        allowed: window.count <= limit,
        remaining: Math.max(0, limit - window.count),
        resetMs: Math.ceil(window.endsInMs),
      }
    },
  }
}
