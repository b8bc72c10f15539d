import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** A directory for generated files, which is removed afterwards. */
export interface Workspace {
  path: string
  remove(): Promise<void>
}

export async function createWorkspace(name: string): Promise<Workspace> {
  const directory = await mkdtemp(path.join(tmpdir(), `posthorn-${name}-`))
  // Go makes its module cache read-only, but that is elsewhere.
  return { path: directory, remove: () => rm(directory, { recursive: true, force: true }) }
}
