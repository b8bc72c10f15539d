import { randomUUID } from 'node:crypto'
import { run, type Sql } from '../sql/sql.ts'
import type { Migration } from './migration-files.ts'

// As Prisma creates it, so that version 0.1.0 and Prisma's own tools read it.
const CREATE = {
  name: 'create-migration-records',
  text: `
    CREATE TABLE IF NOT EXISTS _prisma_migrations (
      id VARCHAR(36) PRIMARY KEY NOT NULL,
      checksum VARCHAR(64) NOT NULL,
      finished_at TIMESTAMPTZ,
      migration_name VARCHAR(255) NOT NULL,
      logs TEXT,
      rolled_back_at TIMESTAMPTZ,
      started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
      applied_steps_count INTEGER NOT NULL DEFAULT 0
    )`,
}

// Version 0.1.0 recorded the start of a migration, and ran each in one transaction. So a migration without an end has changed
// nothing. Locks the rows that it changes; only the holder of the migration lock changes any.
const GIVE_UP_UNFINISHED = {
  name: 'give-up-unfinished-migrations',
  text: 'UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL',
}

const FIND_APPLIED = {
  name: 'find-applied-migrations',
  text: 'SELECT migration_name AS "name" FROM _prisma_migrations WHERE rolled_back_at IS NULL',
}

// Locks its new row and nothing else.
const RECORD = {
  name: 'record-migration',
  text: `
    INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
    VALUES ($1, $2, $3, $4, clock_timestamp(), 1)`,
}

/** Creates the table of records if it is missing, and gives up what an earlier version began and did not finish. */
export async function prepareRecords(sql: Sql): Promise<void> {
  await run(sql, CREATE, [])
  await run(sql, GIVE_UP_UNFINISHED, [])
}

/** The names of the applied migrations. */
export async function findApplied(sql: Sql): Promise<Set<string>> {
  const rows = await run<{ name: string }>(sql, FIND_APPLIED, [])
  return new Set(rows.map(({ name }) => name))
}

export async function recordMigration(
  sql: Sql,
  { checksum, name }: Migration,
  startedAt: Date,
): Promise<void> {
  await run(sql, RECORD, [randomUUID(), checksum, name, startedAt])
}
