import { findOrReserveReply } from '@posthorn/api/first-reply'
import { type Database, reserveReply, storeReply } from '@posthorn/database'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../harness/database/database.ts'
import { openDatabase } from '../../../harness/database/open-database.ts'

const REQUEST = {
  holder: 'key_1',
  path: '/v1/tenants/acme/endpoints',
  key: 'one',
  bodyHash: Buffer.alloc(32),
  shouldWait: () => true,
}

describe('the stored reply to the first request with an Idempotency-Key', () => {
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

  it('is read when its tenant may have one more reply in memory, and not before', async () => {
    const reservation = await reserveReply(database, REQUEST, REQUEST.bodyHash)
    if (reservation === undefined) throw new Error('the key is not new')
    const reply = { status: 201, contentType: 'application/json', sealedReply: Buffer.from('stored first') }
    await storeReply(database, reservation, reply)

    const [isWaiting, slot] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const takeSlot = () => {
      isWaiting.resolve()
      return slot.promise
    }
    const found = findOrReserveReply({ database, statement: (query) => query(), takeSlot }, REQUEST)
    await isWaiting.promise
    const sealedReply = Buffer.from('stored while it waits')
    await testDatabase.query('UPDATE idempotency_keys SET sealed_reply = $1', [sealedReply])
    slot.resolve()
    expect(await found).toEqual({ kind: 'replied', reply: { ...reply, sealedReply } })
  })
})
