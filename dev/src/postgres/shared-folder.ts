import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** The directory for root's clusters when PostgreSQL's user cannot enter the data directory, such as one in root's home. */
export const SHARED_FOLDER = '/var/lib/posthorn'

/** In the data directory: where its cluster is, if that is in `SHARED_FOLDER`. */
const NOTE_FILE = 'postgres-location'

/** The note moves with the data directory, so that a renamed one finds its database. */
export async function readLocation(dataDir: string): Promise<string | undefined> {
  const home = (await readFile(path.join(dataDir, NOTE_FILE), 'utf8').catch(() => '')).trim()
  return path.dirname(home) === SHARED_FOLDER ? home : undefined
}

export async function writeLocation(dataDir: string, home: string): Promise<void> {
  await writeFile(path.join(dataDir, NOTE_FILE), `${home}\n`, { flush: true })
}

/** The directory that versions without ids chose for the cluster of a data directory: a hash of its path. */
export function homeByPath(dataDir: string): string {
  return path.join(SHARED_FOLDER, createHash('sha256').update(dataDir).digest('hex').slice(0, 12))
}
