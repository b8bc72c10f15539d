import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { packCli } from '@posthorn/dev/packaging'
import { run } from '../generators/run-command.ts'
import { createWorkspace, type Workspace } from '../generators/workspace.ts'

const INSTALL_MS = 120_000

/** A directory with the packed command line in its `node_modules`. */
export interface InstalledCli extends Workspace {
  tarball: string
  /** The script that `npx posthorn` runs. */
  script: string
}

/** Builds and packs the command line, and installs the tarball as users do. It has no dependencies, so no registry is needed. */
export async function installCli(): Promise<InstalledCli> {
  const workspace = await createWorkspace('cli')
  const tarball = await packCli(path.join(workspace.path, 'packed'))
  const program = path.join(workspace.path, 'program')
  await mkdir(program)
  await writeFile(path.join(program, 'package.json'), '{ "private": true }')
  const options = ['--offline', '--no-audit', '--no-fund', '--loglevel=error']
  await run('npm', ['install', ...options, tarball], { cwd: program, deadlineMs: INSTALL_MS })
  const script = path.join(program, 'node_modules/posthorn/dist/posthorn.js')
  return { path: program, tarball, script, remove: () => workspace.remove() }
}
