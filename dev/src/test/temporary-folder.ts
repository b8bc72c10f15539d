import { randomBytes } from 'node:crypto'
import { readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { processStarted } from '../../bootstrap/process-lock.mjs'

const PREFIX = 'posthorn-test-'

/** A path for a directory of this test run; it is not created. */
export function temporaryFolder(): string {
  return path.join(os.tmpdir(), `${PREFIX}${process.pid}-${randomBytes(3).toString('hex')}`)
}

/** Removes the directories of killed runs. */
export function removeAbandonedFolders(): void {
  for (const name of readdirSync(os.tmpdir())) {
    if (!name.startsWith(PREFIX)) continue
    const pid = Number.parseInt(name.slice(PREFIX.length), 10)
    if (processStarted(pid) === undefined) removeQuietly(path.join(os.tmpdir(), name))
  }
}

// It may belong to another user.
function removeQuietly(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true })
  } catch {
    console.log(`Not removed: ${folder}`)
  }
}
