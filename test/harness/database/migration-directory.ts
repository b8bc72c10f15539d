import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface MigrationDirectory {
  path: string
  remove(): void
}

/** A directory like prisma/migrations, with a file for each name. */
export function makeMigrationDirectory(migrations: Record<string, string>): MigrationDirectory {
  const path = mkdtempSync(join(tmpdir(), 'posthorn-migrations-'))
  for (const [name, sql] of Object.entries(migrations)) {
    mkdirSync(join(path, name))
    writeFileSync(join(path, name, 'migration.sql'), sql)
  }
  return { path, remove: () => rmSync(path, { recursive: true }) }
}
