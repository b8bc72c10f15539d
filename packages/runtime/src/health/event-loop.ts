/** Interval of the timer that detects a blocked event loop. */
const PERIOD_MS = 10

/** Measures how long the process blocks its event loop. */
export interface EventLoopWatch {
  /**
   * The longest time for which the process blocked its event loop since the last call, in milliseconds; 0 below 10 ms.
   */
  takeLongestBlockMs(): number
}

/**
 * Measures how long the event loop is blocked: the shorter of the delay of a timer and the CPU time of the thread meanwhile. The CPU
 * time excludes times when another process had the CPU (a busy neighbour, a hypervisor).
 */
export function watchEventLoop(): EventLoopWatch {
  let longestMs = 0
  let dueMs = performance.now() + PERIOD_MS
  let cpuMs = threadCpuMs()

  function look(): void {
    const nowMs = performance.now()
    const nowCpuMs = threadCpuMs()
    longestMs = Math.max(longestMs, Math.min(nowMs - dueMs, nowCpuMs - cpuMs))
    dueMs = nowMs + PERIOD_MS
    cpuMs = nowCpuMs
  }
  setInterval(look, PERIOD_MS).unref()

  return {
    takeLongestBlockMs() {
      const taken = longestMs
      longestMs = 0
      return taken
    },
  }
}

function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
