import { setImmediate } from 'node:timers/promises'
import { UnavailableError } from '@posthorn/contracts'
import type { Database } from '@posthorn/database'
import { createCurrentVersion, createKeyCache, createSourceCache } from '@posthorn/events'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../harness/database/database.ts'
import { openDatabase } from '../../../harness/database/open-database.ts'

/** More than may wait and be in progress. */
const LOOKUPS = 3000
const WAITING_MAX = 2000

let testDatabase: TestDatabase
let database: Database
beforeAll(async () => {
  testDatabase = await createTestDatabase()
  database = openDatabase(testDatabase)
})
afterAll(async () => {
  await database.close()
  await testDatabase.drop()
})

/** Looks up a value that any caller can invent, before its tenant is known. */
function lookupsIn(table: string): (n: number) => Promise<unknown> {
  if (table === 'api_keys') {
    const keys = createKeyCache(database)
    return (n) => keys.read(Buffer.from(`hash-${n}`.padEnd(32, '-')))
  }
  const sources = createSourceCache(database, createCurrentVersion(database))
  return (n) => sources.find(`src_${n}`)
}

it.each(['api_keys', 'sources'])(
  'lookups of %s wait in a bounded queue while PostgreSQL hangs',
  async (table) => {
    await testDatabase.query('BEGIN')
    await testDatabase.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`)
    const lookUp = lookupsIn(table)
    const refusals: unknown[] = []
    const all = Promise.all(
      Array.from({ length: LOOKUPS }, (_, n) => lookUp(n).catch((error: unknown) => refusals.push(error))),
    )
    await setImmediate()
    const refusedAtOnce = refusals.length
    await testDatabase.query('ROLLBACK')
    await all

    expect(LOOKUPS - refusedAtOnce).toBeGreaterThanOrEqual(WAITING_MAX)
    expect(LOOKUPS - refusedAtOnce).toBeLessThan(WAITING_MAX + 300)
    // Waiting lookups are made, unless that takes too long.
    expect(refusals.length).toBeLessThan(LOOKUPS)
    for (const error of refusals) expect(error).toBeInstanceOf(UnavailableError)
  },
)
