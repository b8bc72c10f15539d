import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { packClient } from '@posthorn/dev/packaging'
import { run } from '../generators/run-command.ts'
import { createWorkspace, type Workspace } from '../generators/workspace.ts'

const INSTALL_MS = 120_000

/** A program of a user, with the packed client in its `node_modules`. */
export interface InstalledClient extends Workspace {
  tarball: string
}

/** Builds and packs the client, and installs the tarball as users do. It has no dependencies, so no registry is needed. */
export async function installClient(): Promise<InstalledClient> {
  const workspace = await createWorkspace('client')
  const tarball = await packClient(path.join(workspace.path, 'packed'))
  const program = path.join(workspace.path, 'program')
  await mkdir(program)
  await writeFile(path.join(program, 'package.json'), '{ "type": "module", "private": true }')
  const options = ['--offline', '--no-audit', '--no-fund', '--loglevel=error']
  await run('npm', ['install', ...options, tarball], { cwd: program, deadlineMs: INSTALL_MS })
  return { path: program, tarball, remove: () => workspace.remove() }
}
