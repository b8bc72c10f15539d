import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CleanupStack, createCleanupStack } from '@posthorn/runtime'

const INTERRUPTED = 130

/** The temporary directory and resources of a measurement. */
export interface Workspace {
  folder: string
  cleanup: CleanupStack
  /** Aborted by SIGINT, SIGTERM and SIGHUP. */
  stop: AbortSignal
}

/**
 * Runs a measurement in a temporary directory and removes it afterwards; after a failure the services' logs are kept.
 * @returns the exit code
 */
export async function withWorkspace(measure: (workspace: Workspace) => Promise<number>): Promise<number> {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort())
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-bench-'))
  // PostgreSQL of root runs as another user, which must be able to enter the directory.
  await chmod(folder, 0o711)
  const cleanup = openCleanupStack()
  let exitCode = 1
  try {
    exitCode = await measure({ folder, cleanup, stop: stop.signal })
  } catch (error) {
    if (stop.signal.aborted) exitCode = INTERRUPTED
    else console.error(error)
  }
  await cleanup.run()
  if (exitCode === 1) console.log(`Kept: the services' logs in ${folder}`)
  else await rm(folder, { recursive: true, force: true })
  return exitCode
}

/** Its failures are printed. */
export function openCleanupStack(): CleanupStack {
  return createCleanupStack({ error: ({ err, part }) => console.error(part, err) })
}
