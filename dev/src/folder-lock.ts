import { setTimeout as sleep } from 'node:timers/promises'
import { type LockOwner, type ProcessLock, tryProcessLock } from '../bootstrap/process-lock.mjs'
import { Problem } from './problem.ts'

/** How long an owner that says it is shutting down is waited for. */
const PATIENCE_MS = 15_000
const POLL_MS = 100

/** Takes a lock file in the data directory, or says which process is in the way. */
export async function lockFolder(
  dataDir: string,
  lockFile: string,
  onProgress: (line: string) => void,
  explainOwner = inUseSentence,
): Promise<ProcessLock> {
  const deadline = Date.now() + PATIENCE_MS
  let told = false
  for (;;) {
    const attempt = tryProcessLock(lockFile)
    if (attempt.held) return attempt.lock
    const { pid, stopping } = attempt.owner
    if (!stopping || Date.now() > deadline) throw new Problem(explainOwner(dataDir, attempt.owner))
    if (!told) onProgress(`Waiting for process ${pid}, which is just shutting down`)
    told = true
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
