import { readFileSync } from 'node:fs'
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startScript } from '../child-process.ts'
import { ROOT } from '../root.ts'
import { outputOf } from './npm.ts'
import { PublishedFields, packFolder } from './pack-folder.ts'

const PACKAGE = path.join(ROOT, 'packages/cli')

/**
 * Builds the command line as one file of plain JavaScript without dependencies, and packs it as `posthorn`.
 *
 * @param directory that gets the tarball
 * @returns the path of the tarball
 */
export async function packCli(directory: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'posthorn-cli-'))
  try {
    await build(path.join(folder, 'dist'))
    await writeFile(path.join(folder, 'package.json'), JSON.stringify(publishedManifest(), null, 2))
    await copyFile(path.join(PACKAGE, 'README.md'), path.join(folder, 'README.md'))
    await copyFile(path.join(ROOT, 'LICENSE'), path.join(folder, 'LICENSE'))
    return await packFolder(folder, directory)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function build(target: string): Promise<void> {
  const vite = startScript(path.join(PACKAGE, 'node_modules/vite/bin/vite.js'), {
    args: ['build', PACKAGE, '--outDir', target, '--logLevel', 'warn'],
    env: process.env,
    output: 'pipe',
  })
  await outputOf(vite, 'vite build')
}

/** The name of the package in the repository has a scope, as all have; users type `posthorn`. */
function publishedManifest(): object {
  const manifest = PublishedFields.parse(JSON.parse(readFileSync(path.join(PACKAGE, 'package.json'), 'utf8')))
  return {
    ...manifest,
    name: 'posthorn',
    type: 'module',
    bin: { posthorn: 'dist/posthorn.js' },
    files: ['dist'],
  }
}
