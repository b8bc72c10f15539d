export type LockOwner = {
  pid: number
  /** When it took the lock, RFC 3339; undefined for a lock of an earlier version. */
  since?: string
  /** It said that it is shutting down: waiting for it is worth while. */
  stopping: boolean
}

export type ProcessLock = {
  markStopping(): void
  release(): void
}

/**
 * Takes the lock that `file` stands for, if no living process has it. A lock whose process is gone, be it by
 * kill -9 or a reboot, is taken over.
 */
export function tryProcessLock(
  file: string,
): { held: true; lock: ProcessLock } | { held: false; owner: LockOwner }

export function lockOwner(file: string): LockOwner | undefined

/** When the process started, as text to compare; undefined when no such process runs. */
export function processStarted(pid: number): string | undefined
