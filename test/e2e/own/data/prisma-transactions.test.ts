import { newId, TenantId, UnavailableError } from '@posthorn/contracts'
import { createKey, type Database, putTenant } from '@posthorn/database'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../harness/database/database.ts'
import { openDatabase } from '../../../harness/database/open-database.ts'

const TENANT = TenantId.parse('acme')

describe('a change that cannot begin its transaction', () => {
  let testDatabase: TestDatabase
  let database: Database
  beforeAll(async () => {
    testDatabase = await createTestDatabase()
    database = openDatabase(testDatabase, { poolMax: 1, statementMsMax: 5000 })
    await putTenant(database, TENANT, {
      name: null,
      metadata: {},
      strictEventTypes: false,
      retentionDays: null,
      portalOrigins: [],
    })
  })
  afterAll(async () => {
    await database.close()
    await testDatabase.drop()
  })

  const newKey = () =>
    createKey(database, TENANT, {
      id: newId('key'),
      hash: crypto.getRandomValues(new Uint8Array(32)),
      role: 'read',
      description: '',
      expiresAt: null,
      rateLimitPerSecond: null,
    })

  it('is unavailable, like any other work without a connection', async () => {
    await testDatabase.query('BEGIN')
    await testDatabase.query('SELECT FROM tenants FOR UPDATE')
    // The first holds the only connection, and waits for the lock; the second gets none.
    const results = await Promise.allSettled([newKey(), newKey()])
    await testDatabase.query('ROLLBACK')
    for (const result of results) {
      expect(result).toMatchObject({ status: 'rejected', reason: expect.any(UnavailableError) })
    }
    expect(await newKey()).toMatchObject({ role: 'read' })
  })
})
