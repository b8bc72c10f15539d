import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { migrationNames } from '../schema/pending-migrations.ts'
import { type ConcurrentIndex, readConcurrentIndex } from './concurrent-index.ts'

/** One committed migration. */
export interface Migration {
  name: string
  sql: string
  /** SHA-256 of the file, in hexadecimal, as Prisma records it. */
  checksum: string
  /** Set for a file that builds one index concurrently, which PostgreSQL refuses in a transaction. */
  index: ConcurrentIndex | undefined
}

/** The migrations of a directory, in the order in which they are applied. */
export async function readMigrations(directory: string): Promise<Migration[]> {
  const names = await migrationNames(directory)
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(directory, name, 'migration.sql'), 'utf8')
      const checksum = createHash('sha256').update(sql).digest('hex')
      return { name, sql, checksum, index: readConcurrentIndex(sql) }
    }),
  )
}
