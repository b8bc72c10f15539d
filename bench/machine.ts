import { cpus } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'

/** Of this share of its time the machine may be busy with other things before a measurement begins. */
const QUIET_BUSY_MAX = 0.15
const LOOK_MS = 3000
const WAIT_SECONDS_MAX = 120

/** Begins to watch; the function it returns says what share of its time the machine has been busy since, from 0 to 1. */
export function watchBusy(): () => number {
  const before = cpuTimes()
  return () => {
    const after = cpuTimes()
    const total = after.total - before.total
    return total === 0 ? 0 : 1 - (after.idle - before.idle) / total
  }
}

/** Waits until the machine has little else to do, but not for ever: two minutes unless something else is said. */
export async function untilQuiet(
  say: (line: string) => void,
  stop: AbortSignal,
  secondsMax = WAIT_SECONDS_MAX,
): Promise<void> {
  const deadlineMs = performance.now() + secondsMax * 1000
  let hasSaid = false
  while (!stop.aborted && performance.now() < deadlineMs) {
    const busy = watchBusy()
    await sleep(LOOK_MS, undefined, { signal: stop }).catch(() => {})
    if (busy() <= QUIET_BUSY_MAX) return
    if (!hasSaid) say('Waiting for the machine to be quiet')
    hasSaid = true
  }
}

function cpuTimes(): { idle: number; total: number } {
  const times = cpus().map((cpu) => cpu.times)
  return {
    idle: times.reduce((sum, { idle }) => sum + idle, 0),
    total: times.reduce((sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq, 0),
  }
}
