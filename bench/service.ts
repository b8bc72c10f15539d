import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { startScript } from '@posthorn/dev/child-process'
import { waitUntil } from '../test/harness/wait-until.ts'
import { programOf, type ServiceName, type Version } from './version.ts'

const LISTENING_MS = 60_000
const STOP_MS = 32_000

/** A service as a process, as in production. Its log goes to a file: reading it would cost the measurement time. */
export interface MeasuredService {
  url: string
  pid: number
  /** Its resident memory in MiB; undefined without /proc. */
  residentMiB(): Promise<number | undefined>
  /** @throws when the process has exited */
  assertRunning(): void
  stop(): Promise<void>
}

/** Starts a service on a free port and resolves when it listens. */
export async function startService(
  name: ServiceName,
  {
    version,
    env,
    logFile,
    cpuProf,
  }: { version: Version; env: Record<string, string>; logFile: string; cpuProf?: string | undefined },
): Promise<MeasuredService> {
  const profiling =
    cpuProf === undefined
      ? []
      : [
          '--cpu-prof',
          '--cpu-prof-dir',
          cpuProf,
          '--cpu-prof-name',
          `${basename(logFile, '.log')}.cpuprofile`,
        ]
  const child = startScript(programOf(version, name), {
    env,
    nodeOptions: [...version.nodeOptions, ...profiling],
    output: { file: logFile },
  })
  const { pid } = child.process
  const assertRunning = () => {
    if (!child.isRunning()) throw new Error(`${name} ${child.ending()}: see ${logFile}`)
  }
  const look = async () => {
    assertRunning()
    return listeningUrl(await readFile(logFile, 'utf8'))
  }
  const stop = async () => void (await child.stop({ graceMs: STOP_MS }))
  try {
    const url = await waitUntil(`${name} to listen`, look, LISTENING_MS)
    return { url, pid: pid ?? 0, residentMiB: () => residentMiB(pid), assertRunning, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
async function residentMiB(pid: number | undefined): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]
  return kib === undefined ? undefined : Number(kib) / 1024
}

function listeningUrl(log: string): string | undefined {
  const line = log.split('\n').find((each) => each.includes('"service.listening"'))
  return line === undefined ? undefined : (JSON.parse(line) as { url: string }).url
}
