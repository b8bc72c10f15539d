import path from 'node:path'

/** A file with its text; the path is from the root of the repository, with slashes. */
export interface SourceFile {
  file: string
  text: string
}

const FROM = /(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g
const NAMED = /\b(?:import|export)\s+(?:type\s+)?\{([^}]*)\}\s*from\s*'(@posthorn\/[\w-]+)'/g
const EXPORTED = /\bexport\s+(?:type\s+)?\{([^}]*)\}/g

/** Code of these packages is reached through their exports; the harness of `test` also serves the benchmarks. */
const WITH_EXPORTS = /^(?:packages|services)\/[\w-]+|^(?:dev|prisma)(?=\/)/

/**
 * Relative imports of code of another package: its exports say what others may use.
 * @returns a line for each
 */
export function importsPastExports(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ file, text }) =>
    [...text.matchAll(FROM)].flatMap(([, specifier = '']) => {
      if (!specifier.startsWith('.')) return []
      const target = path.posix.join(path.posix.dirname(file), specifier)
      const [owner] = WITH_EXPORTS.exec(target) ?? []
      if (owner === undefined || file.startsWith(`${owner}/`)) return []
      return `${file}: imports ${target}: import what the exports of ${owner}/package.json offer`
    }),
  )
}

/** Packages whose users are programs of others. */
const FOR_OTHERS: ReadonlySet<string> = new Set(['client', 'portal'])

/**
 * Names that the index of a package exports and no other package imports.
 * @returns a line for each
 */
export function unusedExports(files: readonly SourceFile[]): string[] {
  const used = new Set(
    files.flatMap(({ file, text }) =>
      [...text.matchAll(NAMED)].flatMap(([, names = '', from = '']) =>
        file.startsWith(`${folderOf(from)}/`) ? [] : namesIn(names, 0).map((name) => `${from} ${name}`),
      ),
    ),
  )
  return files.flatMap(({ file, text }) => {
    const [, folder = ''] = /^packages\/([\w-]+)\/src\/index\.ts$/.exec(file) ?? []
    if (folder === '' || FOR_OTHERS.has(folder)) return []
    return [...text.matchAll(EXPORTED)]
      .flatMap(([, names = '']) => namesIn(names, 1))
      .filter((name) => !used.has(`@posthorn/${folder} ${name}`))
      .map((name) => `${file}: exports ${name}, which no other package imports: remove it`)
  })
}

function folderOf(packageName: string): string {
  return packageName.replace('@posthorn', 'packages')
}

/** @param side of a name like `a as b`: 0 for the name where it is declared, 1 for the name where it is used */
function namesIn(list: string, side: 0 | 1): string[] {
  return list.split(',').flatMap((part) => {
    const names = part
      .trim()
      .replace(/^type\s+/, '')
      .split(/\s+as\s+/)
    const name = names[side] ?? names[0] ?? ''
    return name === '' ? [] : [name]
  })
}
