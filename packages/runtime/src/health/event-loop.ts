/** Interval of the timer that detects a blocked event loop. */
const PERIOD_MS = 10

/** Measures how long the process blocks its event loop. */
export interface EventLoopWatch {
  /**
   * The longest time for which the process blocked its event loop since the last call, in milliseconds; 0 below 10 ms.
   */
  takeLongestBlockMs(): number
}

/** One timer for all watches of the process: it wakes an idle process, a hundred times a second. */
const watches: { longestMs: number }[] = []

/**
 * Measures how long the event loop is blocked: the shorter of the delay of a timer and the CPU time of the thread meanwhile. The CPU
 * time excludes times when another process had the CPU (a busy neighbour, a hypervisor).
 */
export function watchEventLoop(): EventLoopWatch {
  const watch = { longestMs: 0 }
  watches.push(watch)
  if (watches.length === 1) startTimer()
  return {
    takeLongestBlockMs() {
      const taken = watch.longestMs
      watch.longestMs = 0
      return taken
    },
  }
}

function startTimer(): void {
  let dueMs = performance.now() + PERIOD_MS
  let cpuMs = threadCpuMs()

  function look(): void {
    const nowMs = performance.now()
    const nowCpuMs = threadCpuMs()
    const blockedMs = Math.min(nowMs - dueMs, nowCpuMs - cpuMs)
    for (const watch of watches) watch.longestMs = Math.max(watch.longestMs, blockedMs)
    dueMs = nowMs + PERIOD_MS
    cpuMs = nowCpuMs
  }
  setInterval(look, PERIOD_MS).unref()
}

function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
