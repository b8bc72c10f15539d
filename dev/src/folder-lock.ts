import { setTimeout as sleep } from 'node:timers/promises'
import { type ProcessLock, tryProcessLock } from '../bootstrap/process-lock.mjs'
import { Problem } from './problem.ts'

/** How long an owner that says it is shutting down is waited for. */
const PATIENCE_MS = 15_000
const POLL_MS = 100

/** Takes a lock file in the data folder, or says which process is in the way. */
export async function lockFolder(
  dataDir: string,
  lockFile: string,
  onProgress: (line: string) => void,
): Promise<ProcessLock> {
  const deadline = Date.now() + PATIENCE_MS
  let told = false
  for (;;) {
    const attempt = tryProcessLock(lockFile)
    if (attempt.held) return attempt.lock
    const { pid, stopping } = attempt.owner
    if (!stopping || Date.now() > deadline) {
      throw new Problem(
        `The data folder ${dataDir} is in use by process ${pid}. Stop it, or set POSTHORN_DATA_DIR to another folder.`,
      )
    }
    if (!told) onProgress(`Waiting for process ${pid}, which is just shutting down`)
    told = true
    await sleep(POLL_MS)
  }
}
