import { describe, expect, it } from 'vitest'
import { createStatement, indexOfPartition, readConcurrentIndex } from './concurrent-index.ts'

const INDEX = { name: 'events_type_idx', table: 'events', unique: false, definition: '("type")' }

describe('readConcurrentIndex', () => {
  it.each([
    ['CREATE INDEX CONCURRENTLY "events_type_idx" ON "events"("type");\n', INDEX],
    ['-- Why; not how.\ncreate index concurrently events_type_idx on events ("type")', INDEX],
    [
      'CREATE UNIQUE INDEX CONCURRENTLY "a_idx" ON "a" USING btree ("b", (lower("c")))\n  WHERE "d" <> \'x\';',
      {
        name: 'a_idx',
        table: 'a',
        unique: true,
        definition: `USING btree ("b", (lower("c")))\n  WHERE "d" <> 'x'`,
      },
    ],
  ])('reads %j', (sql, index) => {
    expect(readConcurrentIndex(sql)).toEqual(index)
  })

  it.each([
    'CREATE INDEX "events_type_idx" ON "events"("type");',
    'CREATE INDEX CONCURRENTLY "a_idx" ON "a"("b"); CREATE INDEX CONCURRENTLY "c_idx" ON "a"("c");',
    'ALTER TABLE "a" ADD COLUMN "b" TEXT; CREATE INDEX CONCURRENTLY "a_idx" ON "a"("b");',
    'DROP INDEX CONCURRENTLY "a_idx";',
    '',
  ])('leaves %j to a transaction', (sql) => {
    expect(readConcurrentIndex(sql)).toBeUndefined()
  })
})

it('builds the statements for a table, and for a partitioned table without its partitions', () => {
  expect(createStatement(INDEX, 'concurrently')).toBe(
    'CREATE INDEX CONCURRENTLY "events_type_idx" ON "events" ("type")',
  )
  expect(createStatement({ ...INDEX, unique: true }, 'only')).toBe(
    'CREATE UNIQUE INDEX IF NOT EXISTS "events_type_idx" ON ONLY "events" ("type")',
  )
})

describe('indexOfPartition', () => {
  it.each([
    ['events_type_idx', 'events_2026_11_23', 'events_2026_11_23_type_idx'],
    ['by_type', 'events_default', 'events_default_by_type'],
  ])('names the index %s on %s: %s', (name, partition, expected) => {
    expect(indexOfPartition({ ...INDEX, name }, partition)).toEqual({
      ...INDEX,
      name: expected,
      table: partition,
    })
  })

  it('refuses a name that PostgreSQL would truncate', () => {
    expect(() =>
      indexOfPartition({ ...INDEX, name: `events_${'x'.repeat(50)}` }, 'events_2026_11_23'),
    ).toThrow('68 characters, at most 63: shorten the name of the index')
  })
})
