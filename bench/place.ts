import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createReleases, type Releases } from '@posthorn/service'

const INTERRUPTED = 130

/** Where a measurement works. */
export interface Place {
  folder: string
  releases: Releases
  /** Aborted by Ctrl-C and the like. */
  stop: AbortSignal
}

/**
 * Lends a place to a measurement, and clears it away. Where that has failed the services' logs stay.
 * @returns the exit code
 */
export async function withPlace(measure: (place: Place) => Promise<number>): Promise<number> {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort())
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-bench-'))
  // Root's PostgreSQL runs as another user and has to pass through.
  await chmod(folder, 0o711)
  const releases = openReleases()
  let exitCode = 1
  try {
    exitCode = await measure({ folder, releases, stop: stop.signal })
  } catch (error) {
    if (stop.signal.aborted) exitCode = INTERRUPTED
    else console.error(error)
  }
  await releases.run()
  if (exitCode === 1) console.log(`Kept: the services' logs in ${folder}`)
  else await rm(folder, { recursive: true, force: true })
  return exitCode
}

/** Releases whose failures are printed. */
export function openReleases(): Releases {
  return createReleases({ error: ({ err, part }) => console.error(part, err) })
}
