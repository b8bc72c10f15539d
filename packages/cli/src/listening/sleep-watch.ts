const TICK_MS = 5_000
/** A timer that is this late has not run because the machine slept. */
const LATE_MS = 15_000

/** Whether the machine slept between two ticks. Times are of the wall clock: a monotonic one may stand still meanwhile. */
export function hasSlept(tickedAtMs: number, nowMs: number): boolean {
  return nowMs - tickedAtMs > TICK_MS + LATE_MS
}

/**
 * Calls `onWake` whenever the machine, or this process, has slept. Its connections may be dead without an error.
 * @returns a function that stops it
 */
export function watchSleep(now: () => Date, onWake: (sleptMs: number) => void): () => void {
  let tickedAtMs = now().getTime()
  const timer = setInterval(() => {
    const previousMs = tickedAtMs
    tickedAtMs = now().getTime()
    if (hasSlept(previousMs, tickedAtMs)) onWake(tickedAtMs - previousMs)
  }, TICK_MS)
  return () => clearInterval(timer)
}
