import { cpus, totalmem } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'

/** The share of time that the machine may be busy with other work when a measurement starts. */
const QUIET_BUSY_MAX = 0.15
const POLL_MS = 3000
const WAIT_SECONDS_MAX = 120
const GIB = 1024 ** 3

/** Its cores, memory and Node.js, for reports. */
export function describeMachine(): string {
  const [first] = cpus()
  return `${cpus().length} × ${first?.model.trim() ?? 'CPU'}, ${Math.round(totalmem() / GIB)} GiB, Node.js ${process.versions.node}`
}

/** Returns a function that returns the share of time the machine has been busy since, from 0 to 1. */
export function watchBusy(): () => number {
  const before = cpuTimes()
  return () => {
    const after = cpuTimes()
    const total = after.total - before.total
    return total === 0 ? 0 : 1 - (after.idle - before.idle) / total
  }
}

/** Waits until the machine is idle, by default at most two minutes. */
export async function untilQuiet(
  say: (line: string) => void,
  stop: AbortSignal,
  secondsMax = WAIT_SECONDS_MAX,
): Promise<void> {
  const deadlineMs = performance.now() + secondsMax * 1000
  let hasSaid = false
  while (!stop.aborted && performance.now() < deadlineMs) {
    const busy = watchBusy()
    await sleep(POLL_MS, undefined, { signal: stop }).catch(() => {})
    if (busy() <= QUIET_BUSY_MAX) return
    if (!hasSaid) say('Waiting for the machine to be idle')
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
