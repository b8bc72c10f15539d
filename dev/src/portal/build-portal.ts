import { copyFile, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { ROOT } from '../root.ts'
import { programOf, runProgram } from '../run-program.ts'

const PACKAGE = path.join(ROOT, 'packages/portal')

/**
 * Builds the npm package of the portal, which needs no compiler where it is used.
 * @param out directory of the package; what it has is removed
 * @returns the exit code of the compiler
 */
export async function buildPortal(out: string, stop: AbortSignal): Promise<number> {
  await rm(out, { recursive: true, force: true })
  const args = ['-p', path.join(PACKAGE, 'tsconfig.build.json'), '--outDir', out]
  const exitCode = await runProgram({ script: programOf('typescript', 'tsc'), args, stop })
  if (exitCode !== 0) return exitCode
  await copyFile(path.join(PACKAGE, 'README.md'), path.join(out, 'README.md'))
  await copyFile(path.join(ROOT, 'LICENSE'), path.join(out, 'LICENSE'))
  const manifest: SourceManifest = JSON.parse(await readFile(path.join(PACKAGE, 'package.json'), 'utf8'))
  await writeFile(path.join(out, 'package.json'), `${JSON.stringify(publishedManifest(manifest), null, 2)}\n`)
  return 0
}

interface SourceManifest {
  private: boolean
  exports: Record<string, string>
  devDependencies: Record<string, string>
}

/** The package.json of the build: it exports JavaScript with types, and can be published. */
function publishedManifest({
  private: _private,
  devDependencies: _devDependencies,
  exports,
  ...manifest
}: SourceManifest): object {
  const built = Object.entries(exports).map(([name, source]) => {
    const file = `./${path.basename(source, '.ts')}`
    return [name, { types: `${file}.d.ts`, default: `${file}.js` }]
  })
  return { ...manifest, exports: Object.fromEntries(built) }
}
