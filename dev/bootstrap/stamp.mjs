import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ROOT } from './root.mjs'

/**
 * A file in node_modules with a hash of the inputs of a completed step. It is removed before the step and written after
 * it, so an interrupted step runs again.
 */
export function createStamp(name, inputs) {
  const file = path.join(ROOT, 'node_modules', `.posthorn-${name}`)
  return {
    matches: () => existsSync(file) && readFileSync(file, 'utf8') === hashFiles(inputs()),
    remove: () => rmSync(file, { force: true }),
    write: () => {
      mkdirSync(path.dirname(file), { recursive: true })
      writeFileSync(file, hashFiles(inputs()))
    },
  }
}

/** Every package.json of the workspace. */
export function manifests() {
  const folders = ['.', 'dev', 'test', 'examples', ...foldersIn('packages'), ...foldersIn('services')]
  return folders.map((folder) => path.join(folder, 'package.json'))
}

function foldersIn(parent) {
  const folder = path.join(ROOT, parent)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .toSorted()
    .map((name) => path.join(parent, name))
}

function hashFiles(files) {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}`)
  for (const file of files) {
    const absolute = path.join(ROOT, file)
    if (existsSync(absolute)) hash.update(`\0${file}\0`).update(readFileSync(absolute))
  }
  return hash.digest('hex')
}
