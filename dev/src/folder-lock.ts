import { setTimeout as sleep } from 'node:timers/promises'
import { type LockOwner, type ProcessLock, tryProcessLock } from '../bootstrap/process-lock.mjs'
import { UserError } from './user-error.ts'

/** How long to wait for an owner that is shutting down. */
const WAIT_MS_MAX = 15_000
const POLL_MS = 100

/**
 * Acquires a lock file in the data directory.
 * @throws UserError that names the process that holds it
 */
export async function lockFolder(
  dataDir: string,
  lockFile: string,
  onProgress: (line: string) => void,
  explainOwner = inUseSentence,
): Promise<ProcessLock> {
  const deadline = Date.now() + WAIT_MS_MAX
  let isReported = false
  for (;;) {
    const attempt = tryProcessLock(lockFile)
    if (attempt.held) return attempt.lock
    const { pid, stopping } = attempt.owner
    if (!stopping || Date.now() > deadline) throw new UserError(explainOwner(dataDir, attempt.owner))
    if (!isReported) onProgress(`Waiting for process ${pid}, which is shutting down`)
    isReported = true
    await sleep(POLL_MS)
  }
}

function inUseSentence(dataDir: string, owner: LockOwner): string {
  return `The data directory ${dataDir} is in use by ${nameOwner(owner)}. Stop it, or set POSTHORN_DATA_DIR to another directory.`
}

/** "process 4711, since 2026-11-27 16:40:12 UTC" */
export function nameOwner({ pid, since }: LockOwner): string {
  const when = since === undefined ? '' : `, since ${since.slice(0, 19).replace('T', ' ')} UTC`
  return `process ${pid}${when}`
}

/** Several locks that are released together. */
export class Locks implements ProcessLock {
  readonly #locks: ProcessLock[] = []

  add(lock: ProcessLock): void {
    this.#locks.push(lock)
  }

  markStopping(): void {
    for (const lock of this.#locks) lock.markStopping()
  }

  release(): void {
    for (const lock of this.#locks.toReversed()) lock.release()
  }
}
