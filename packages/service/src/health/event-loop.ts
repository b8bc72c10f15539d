/** How often it is looked whether the event loop turns. */
const PERIOD_MS = 10

/** What keeps the event loop of a process from turning. */
export interface EventLoopWatch {
  /**
   * The longest time for which the process itself kept its event loop from turning since the last call, in
   * milliseconds; 0 for what is shorter than 10 ms.
   */
  takeLongestBlockMs(): number
}

/**
 * Watches for how long the event loop is blocked. A timer that comes late says for how long it did not turn; whether that
 * is our doing, or another process had the processor (a busy neighbour, a hypervisor), says the CPU time that the thread
 * has used meanwhile. A block counts as long as the shorter of both.
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
