import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { run } from '../generators/run-command.ts'
import { createWorkspace, type Workspace } from '../generators/workspace.ts'

const INSTALL_MS = 120_000

/** A program of a user, with a packed package in its `node_modules`. */
export interface InstalledPackage extends Workspace {
  tarball: string
}

/**
 * Packs a package, and installs the tarball as users do. It has no dependencies, so no registry is needed.
 * @param pack packs it into a directory, and returns the path of the tarball
 * @param manifest fields of the program's package.json
 */
export async function installPackage(
  name: string,
  pack: (directory: string) => Promise<string>,
  manifest: object = {},
): Promise<InstalledPackage> {
  const workspace = await createWorkspace(name)
  const tarball = await pack(path.join(workspace.path, 'packed'))
  const program = path.join(workspace.path, 'program')
  await mkdir(program)
  await writeFile(path.join(program, 'package.json'), JSON.stringify({ ...manifest, private: true }))
  const options = ['--offline', '--no-audit', '--no-fund', '--loglevel=error']
  await run('npm', ['install', ...options, tarball], { cwd: program, deadlineMs: INSTALL_MS })
  return { path: program, tarball, remove: () => workspace.remove() }
}
