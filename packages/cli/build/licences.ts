import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Plugin } from 'vite'

const PACKAGE_OF_MODULE = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//

/** Adds the licences of the packages that the bundle contains, as they demand. */
export function licences(): Plugin {
  return {
    name: 'posthorn:licences',
    generateBundle(_, bundle) {
      const modules = Object.values(bundle).flatMap((output) =>
        output.type === 'chunk' ? output.moduleIds : [],
      )
      const packages = new Set(modules.flatMap((id) => PACKAGE_OF_MODULE.exec(id)?.[1] ?? []))
      const source = [...packages].toSorted().map(licenceOf).join('\n\n')
      this.emitFile({ type: 'asset', fileName: 'LICENCES.txt', source: `${source}\n` })
    },
  }
}

/** @throws Error when the package comes without a licence */
function licenceOf(directory: string): string {
  const { name, version } = JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8'))
  const [file] = globSync('{LICENSE,LICENCE,license,licence}*', { cwd: directory })
  if (file === undefined) throw new Error(`${name}: has no licence file`)
  return `${name} ${version}\n\n${readFileSync(path.join(directory, file), 'utf8').trim()}`
}
