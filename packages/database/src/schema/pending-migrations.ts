import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Database, poolOf } from '../sql/database.ts'

export const MIGRATIONS_DIR = join(import.meta.dirname, '../../../../prisma/migrations')
const UNDEFINED_TABLE = '42P01'

/** The database lacks migrations of this version of the code. */
export class PendingMigrationsError extends Error {
  override readonly name = 'PendingMigrationsError'

  constructor(names: readonly string[]) {
    super(`The database lacks ${names.length} migration(s), the first is "${names[0]}". Run: npm run migrate`)
  }
}

/** @throws PendingMigrationsError when the database lacks migrations of this version of the code */
export async function assertMigrated(database: Database): Promise<void> {
  const [committed, applied] = await Promise.all([migrationNames(), appliedNames(database)])
  const pending = committed.filter((name) => !applied.has(name))
  if (pending.length > 0) throw new PendingMigrationsError(pending)
}

async function appliedNames(database: Database): Promise<Set<string>> {
  try {
    const { rows } = await poolOf(database).query<{ migration_name: string }>(
      'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    )
    return new Set(rows.map((row) => row.migration_name))
  } catch (error) {
    if ((error as { code?: unknown }).code === UNDEFINED_TABLE) return new Set()
    throw error
  }
}

/** The names of the migrations in a directory, in the order in which they are applied. */
export async function migrationNames(directory = MIGRATIONS_DIR): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true })
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).toSorted()
}
