import { execFile } from 'node:child_process'
import { readFileSync, readlinkSync, rmSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { processStarted } from '../../bootstrap/process-lock.mjs'
import type { ClusterLocation } from './cluster-location.ts'
import { POSTGRES_ENV } from './settings.ts'

const run = promisify(execFile)

/**
 * Stops a server that a previous start left on this cluster: its keeper was killed, or is still shutting it down.
 * The caller holds the lock of the data directory, so that server is no longer in use.
 */
export async function stopLeftover(
  location: ClusterLocation,
  onProgress: (line: string) => void,
): Promise<void> {
  const pidFile = path.join(location.clusterDir, 'postmaster.pid')
  const pid = readPid(pidFile)
  if (pid === undefined) return
  if (!isServerOf(pid, location.clusterDir) || !isOf(pidFile, location.clusterDir)) {
    // After a reboot the pid may belong to another program, which PostgreSQL would mistake for a running server.
    rmSync(pidFile, { force: true })
    return
  }
  onProgress(`Stopping the PostgreSQL of a previous start (process ${pid})`)
  for (const mode of ['fast', 'immediate']) {
    const args = ['stop', '-D', location.clusterDir, '-m', mode, '-w', '-t', '20']
    await run(location.binaries.pgCtl, args, { ...location.user, cwd: '/', env: POSTGRES_ENV }).catch(
      () => {},
    )
    if (!isServerOf(pid, location.clusterDir)) return
  }
  throw new Error(`The PostgreSQL of process ${pid} on ${location.clusterDir} does not stop`)
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
 * The second line is the directory of the server; in a copy of a running cluster it is that of the original. Linux uses
 * the working directory of the process instead, which is right after a rename, too.
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
