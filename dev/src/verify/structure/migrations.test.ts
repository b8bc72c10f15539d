import { describe, expect, it } from 'vitest'
import { unsafeMigrations } from './migrations.ts'

const faultsOf = (text: string, name = '20261128000000_new') =>
  unsafeMigrations([{ file: `prisma/migrations/${name}/migration.sql`, text }])

describe('a migration', () => {
  it.each([
    'ALTER TABLE "events" ADD COLUMN "note" TEXT, ADD COLUMN "at" TIMESTAMPTZ DEFAULT now();',
    'CREATE INDEX CONCURRENTLY "events_note_idx" ON "events"("note") WHERE "note" IS NOT NULL;\n',
    '-- CONCURRENTLY; and why.\nCREATE TABLE "new" ("id" TEXT DEFAULT gen_random_uuid());\nCREATE INDEX "new_idx" ON "new"("id");',
    'CREATE TABLE "counts" ("id" TEXT); CREATE INDEX "counts_idx" ON "counts"("id");',
    'CREATE INDEX "tenants_name_idx" ON "tenants"("name");',
  ])('may be %j', (sql) => {
    expect(faultsOf(sql)).toEqual([])
  })

  it.each([
    ['CREATE INDEX "a_idx" ON "deliveries"("a");', 'builds an index on "deliveries" without CONCURRENTLY'],
    [
      'CREATE UNIQUE INDEX IF NOT EXISTS a ON ONLY events (a)',
      'builds an index on "events" without CONCURRENTLY',
    ],
    ['ALTER TABLE "events" ADD COLUMN "a" UUID NOT NULL DEFAULT gen_random_uuid();', 'rewrites the table'],
    ['ALTER TABLE "events" ADD COLUMN "a" INT, ADD COLUMN "b" BIGSERIAL;', 'rewrites the table'],
    [
      'CREATE INDEX CONCURRENTLY a ON events (a); CREATE INDEX CONCURRENTLY b ON events (b);',
      'is a file of its own',
    ],
    [
      'ALTER TABLE "a" ADD COLUMN "b" INT;\nCREATE INDEX CONCURRENTLY "c" ON "a"("b");',
      'is a file of its own',
    ],
    ['DROP INDEX CONCURRENTLY "a_idx";', 'is a file of its own'],
  ])('is not %j', (sql, fault) => {
    expect(faultsOf(sql)).toEqual([expect.stringContaining(fault)])
  })

  it('from before the rules stays as it is', () => {
    expect(faultsOf('CREATE INDEX "a_idx" ON "deliveries"("a");', '20261127020000_finished_at')).toEqual([])
  })
})
