import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** A directory for what is generated: nothing of it stays. */
export interface Workspace {
  path: string
  remove(): Promise<void>
}

export async function createWorkspace(name: string): Promise<Workspace> {
  const directory = await mkdtemp(path.join(tmpdir(), `posthorn-${name}-`))
  // Go makes the modules in its cache read-only, but that is not in here.
  return { path: directory, remove: () => rm(directory, { recursive: true, force: true }) }
}
