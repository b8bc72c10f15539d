import { globSync, readFileSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startScript } from '../child-process.ts'
import { ROOT } from '../root.ts'
import { programOf } from '../run-program.ts'
import { outputOf } from './npm.ts'
import { PublishedFields, packFolder } from './pack-folder.ts'

const PACKAGE = path.join(ROOT, 'packages/client')
/** Imported from another package in the sources: the build puts the types themselves in place of the import. */
const TYPES = { source: path.join(ROOT, 'packages/contracts/src/generated/api.ts'), target: 'api-types.ts' }

/** What every supported runtime has; no types of Node.js, so that the compiler refuses what only Node.js has. */
const COMPILER_OPTIONS = {
  target: 'es2023',
  lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'],
  types: [],
  noEmit: false,
  declaration: true,
  stripInternal: true,
  rootDir: 'src',
  outDir: 'package/dist',
}

/**
 * Builds `@posthorn/client` as plain JavaScript with its types, and packs it.
 *
 * @param directory that gets the tarball
 * @returns the path of the tarball
 */
export async function packClient(directory: string): Promise<string> {
  const workspace = await mkdtemp(path.join(tmpdir(), 'posthorn-client-'))
  try {
    await copySources(path.join(workspace, 'src'))
    await compile(workspace)
    const folder = path.join(workspace, 'package')
    await writeFile(path.join(folder, 'package.json'), JSON.stringify(publishedManifest(), null, 2))
    await copyFile(path.join(PACKAGE, 'README.md'), path.join(folder, 'README.md'))
    await copyFile(path.join(ROOT, 'LICENSE'), path.join(folder, 'LICENSE'))
    return await packFolder(folder, directory)
  } finally {
    await rm(workspace, { recursive: true, force: true })
  }
}

async function copySources(target: string): Promise<void> {
  const source = path.join(PACKAGE, 'src')
  for (const file of globSync('**/*.ts', { cwd: source, exclude: (name) => name.endsWith('.test.ts') })) {
    await mkdir(path.dirname(path.join(target, file)), { recursive: true })
    await copyFile(path.join(source, file), path.join(target, file))
  }
  await copyFile(TYPES.source, path.join(target, TYPES.target))
}

async function compile(workspace: string): Promise<void> {
  const base = path.join(ROOT, 'tsconfig.base.json')
  const config = { extends: base, compilerOptions: COMPILER_OPTIONS, include: ['src'] }
  await writeFile(path.join(workspace, 'package.json'), JSON.stringify({ type: 'module' }))
  await writeFile(path.join(workspace, 'tsconfig.json'), JSON.stringify(config))
  const tsc = startScript(programOf('typescript', 'tsc'), {
    args: ['-p', workspace],
    env: process.env,
    output: 'pipe',
  })
  await outputOf(tsc, 'tsc')
}

function publishedManifest(): object {
  const manifest = PublishedFields.parse(JSON.parse(readFileSync(path.join(PACKAGE, 'package.json'), 'utf8')))
  return {
    ...manifest,
    type: 'module',
    sideEffects: false,
    exports: {
      '.': { types: './dist/index.d.ts', default: './dist/index.js' },
      './package.json': './package.json',
    },
    files: ['dist'],
  }
}
