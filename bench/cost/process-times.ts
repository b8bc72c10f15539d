import { readdir, readFile } from 'node:fs/promises'

/** The kernel counts in hundredths of a second, whatever its own clock: USER_HZ of https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const TICK_US = 10_000
/** After the name, which is in brackets and may hold anything: ppid, utime, stime, cutime, cstime. */
const PARENT = 1
const TIMES = [11, 12, 13, 14]

/** What a process has used of the processors so far. */
export interface ProcessTimes {
  pid: number
  parent: number
  /** Its own time and that of its children that have ended. */
  us: number
}

/** Reads the content of a /proc/PID/stat; undefined for what is none. */
export function processTimesIn(stat: string): ProcessTimes | undefined {
  const pid = Number.parseInt(stat, 10)
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const parent = Number(fields[PARENT])
  const us = TIMES.reduce((sum, at) => sum + Number(fields[at]), 0) * TICK_US
  return Number.isInteger(pid) && Number.isInteger(parent) && Number.isInteger(us)
    ? { pid, parent, us }
    : undefined
}

/** Of all processes; empty where the system does not say. */
export async function readProcessTimes(): Promise<ProcessTimes[]> {
  const names = await readdir('/proc').catch(() => [])
  const pids = names.filter((name) => /^\d+$/.test(name))
  const stats = await Promise.all(
    // It may have ended since.
    pids.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')),
  )
  return stats.flatMap((stat) => processTimesIn(stat) ?? [])
}

/** The time of a process and of all that it has started. Nothing is missed when one of them ends: its time is its parent's then. */
export function timeOfTree(all: readonly ProcessTimes[], root: number): number {
  const own = all.find(({ pid }) => pid === root)?.us ?? 0
  return all.filter(({ parent }) => parent === root).reduce((sum, { pid }) => sum + timeOfTree(all, pid), own)
}
