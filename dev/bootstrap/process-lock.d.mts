export type LockOwner = {
  pid: number
  /** When it took the lock, RFC 3339; undefined for a lock of an earlier version. */
  since?: string
  /** The owner is shutting down, so the lock will be released soon. */
  stopping: boolean
}

export type ProcessLock = {
  markStopping(): void
  release(): void
}

/**
 * Acquires the lock of `file` unless a running process holds it. The lock of a process that no longer runs, after kill -9
 * or a reboot, is taken over.
 */
export function tryProcessLock(
  file: string,
): { held: true; lock: ProcessLock } | { held: false; owner: LockOwner }

export function lockOwner(file: string): LockOwner | undefined

/** When the process started, as text to compare; undefined when it does not run. */
export function processStarted(pid: number): string | undefined
