import { execFile } from 'node:child_process'
import { readFileSync, readlinkSync, rmSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { processStarted } from '../../bootstrap/process-lock.mjs'
import type { Place } from './place.ts'
import { POSTGRES_ENV } from './settings.ts'

const run = promisify(execFile)

/**
 * Stops a server that an earlier start left on this cluster: its keeper was killed, or is still shutting it down.
 * The caller holds the lock of the data folder, so nobody uses that server any more.
 */
export async function stopLeftover(place: Place, onProgress: (line: string) => void): Promise<void> {
  const pidFile = path.join(place.clusterDir, 'postmaster.pid')
  const pid = readPid(pidFile)
  if (pid === undefined) return
  if (!isServerOf(pid, place.clusterDir) || !isOf(pidFile, place.clusterDir)) {
    // After a reboot the pid may be another program's, and PostgreSQL would take that for a running server.
    rmSync(pidFile, { force: true })
    return
  }
  onProgress(`Stopping the PostgreSQL that an earlier start left behind (process ${pid})`)
  for (const mode of ['fast', 'immediate']) {
    const args = ['stop', '-D', place.clusterDir, '-m', mode, '-w', '-t', '20']
    await run(place.binaries.pgCtl, args, { ...place.user, cwd: '/', env: POSTGRES_ENV }).catch(() => {})
    if (!isServerOf(pid, place.clusterDir)) return
  }
  throw new Error(`The PostgreSQL of process ${pid} on ${place.clusterDir} does not stop`)
}

function readPid(pidFile: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10)
    return Number.isNaN(pid) ? undefined : pid
  } catch {
    return undefined
  }
}

/**
 * The second line is the directory of the server, which in a copy of a running one is that of the original. On Linux the
 * process itself tells, also after the directory was renamed.
 */
function isOf(pidFile: string, clusterDir: string): boolean {
  return process.platform === 'linux' || readFileSync(pidFile, 'utf8').split('\n')[1] === clusterDir
}

function isServerOf(pid: number, clusterDir: string): boolean {
  if (processStarted(pid) === undefined) return false
  if (process.platform !== 'linux') return true
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === clusterDir
  } catch {
    return false
  }
}
