import { readdir, readFile } from 'node:fs/promises'

/** The kernel reports in hundredths of a second, independent of its own clock: USER_HZ of https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const TICK_US = 10_000
/** Positions after the name, which is in parentheses: ppid, utime, stime, cutime, cstime. */
const PARENT = 1
const TIMES = [11, 12, 13, 14]

/** The processor time of a process so far. */
export interface ProcessTimes {
  pid: number
  parent: number
  /** Its own time and that of its ended children. */
  us: number
}

/** Parses the content of /proc/PID/stat; undefined when it is invalid. */
export function processTimesIn(stat: string): ProcessTimes | undefined {
  const pid = Number.parseInt(stat, 10)
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const parent = Number(fields[PARENT])
  const us = TIMES.reduce((sum, at) => sum + Number(fields[at]), 0) * TICK_US
  return Number.isInteger(pid) && Number.isInteger(parent) && Number.isInteger(us)
    ? { pid, parent, us }
    : undefined
}

/** The times of all processes; empty without /proc. */
export async function readProcessTimes(): Promise<ProcessTimes[]> {
  const names = await readdir('/proc').catch(() => [])
  const pids = names.filter((name) => /^\d+$/.test(name))
  const stats = await Promise.all(
    // The process may have ended in the meantime.
    pids.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')),
  )
  return stats.flatMap((stat) => processTimesIn(stat) ?? [])
}

/** The time of a process and its descendants. When a process ends, its time is added to its parent's. */
export function timeOfTree(all: readonly ProcessTimes[], root: number): number {
  const own = all.find(({ pid }) => pid === root)?.us ?? 0
  return all.filter(({ parent }) => parent === root).reduce((sum, { pid }) => sum + timeOfTree(all, pid), own)
}
