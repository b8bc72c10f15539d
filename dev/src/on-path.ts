import { accessSync, constants } from 'node:fs'
import path from 'node:path'

/**
 * The absolute path of an executable; undefined when there is none.
 * @param searchPath directories, as in PATH
 */
export function findOnPath(program: string, searchPath: string): string | undefined {
  const folders = searchPath.split(path.delimiter).filter((folder) => folder !== '')
  return folders.map((folder) => path.resolve(folder, program)).find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
