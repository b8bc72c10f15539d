import { randomBytes } from 'node:crypto'
import { assertEncryptionKey, EncryptionKeyError } from '@posthorn/runtime'
import { createSecretBox } from '@posthorn/secrets'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../harness/database/database.ts'
import { openDatabase } from '../../../harness/database/open-database.ts'
import { startChild } from '../../../harness/process/child.ts'

const SERVICES = ['api', 'ingest', 'worker'] as const
const DEADLINE_MS = 180_000
const WRONG =
  'POSTHORN_ENCRYPTION_KEY does not open what is stored in this database: another key encrypted it.'

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(() => database.drop())

/** What every service checks before it starts. */
async function errorOf(...keys: Buffer[]): Promise<string | undefined> {
  const opened = openDatabase(database)
  try {
    await assertEncryptionKey(opened, keys)
    return undefined
  } catch (error) {
    if (error instanceof EncryptionKeyError) return error.message
    throw error
  } finally {
    await opened.close()
  }
}

/** A source with one secret, encrypted by a key. */
async function storeSecret(key: Buffer, name = 'a'): Promise<void> {
  await database.query("INSERT INTO tenants (id, updated_at) VALUES ('acme', now()) ON CONFLICT DO NOTHING")
  await database.query(
    `INSERT INTO sources (id, tenant_id, name, provider, event_type_prefix, tolerance_seconds, dedupe_window_seconds, updated_at)
     VALUES ($1, 'acme', $1, 'stripe', '', 300, 86400, now())`,
    [`src_${name}`],
  )
  const sealed = createSecretBox([key]).seal('whsec', `src_${name}/sec_${name}`)
  await database.query('INSERT INTO source_secrets (id, source_id, sealed) VALUES ($1, $2, $3)', [
    `sec_${name}`,
    `src_${name}`,
    sealed,
  ])
}

const [first, second, third] = [randomBytes(32), randomBytes(32), randomBytes(32)]

describe('a database', () => {
  it('is opened by the key of its first use and by no other, even while it is empty', async () => {
    expect(await errorOf(first)).toBeUndefined()
    expect(await errorOf(first)).toBeUndefined()
    expect(await errorOf(second)).toContain(WRONG)
  })

  it('that two services with different keys first use at once belongs to one of the keys', async () => {
    const errors = await Promise.all([errorOf(first), errorOf(second), errorOf(first), errorOf(second)])
    expect(errors.filter((error) => error === undefined)).toHaveLength(2)
    expect(errors[0]).toBe(errors[2])
  })

  it('accepts a new key beside the old one, in any order, and either alone while nothing is encrypted', async () => {
    expect(await errorOf(first)).toBeUndefined()
    expect(await errorOf(second, first)).toBeUndefined()
    expect(await errorOf(first, third)).toBeUndefined()
    expect(await errorOf(second)).toBeUndefined()
  })

  it('is not opened without an old key while data is encrypted with it', async () => {
    expect(await errorOf(first)).toBeUndefined()
    await storeSecret(first)
    expect(await errorOf(second, first)).toBeUndefined()
    expect(await errorOf(second)).toMatch(
      /^POSTHORN_ENCRYPTION_KEY lacks a key that it listed before \(id [0-9a-f]{8}\) and that is still needed for 0 secret\(s\) of endpoints, 1 of sources and 0 header\(s\)\./,
    )
    await database.query('DELETE FROM source_secrets')
    expect(await errorOf(second)).toBeUndefined()
  })

  it('created before keys were registered is opened by a key that decrypts its data, and by no other', async () => {
    await storeSecret(first)
    expect(await errorOf(second)).toContain(WRONG)
    expect(await errorOf(second, first)).toBeUndefined()
  })

  it('created before keys were registered is opened although one of its secrets is damaged', async () => {
    await storeSecret(first)
    await storeSecret(first, 'b')
    await database.query("UPDATE source_secrets SET sealed = '\\x00' WHERE id = 'sec_b'")
    expect(await errorOf(second)).toContain(WRONG)
    expect(await errorOf(first)).toBeUndefined()
  })
})

describe('with a wrong key', () => {
  const env = () => ({
    DATABASE_URL: database.url,
    POSTHORN_ADMIN_KEY: 'an-admin-key-of-the-tests',
    POSTHORN_ENCRYPTION_KEY: second.toString('base64'),
    API_PORT: '0',
    INGEST_PORT: '0',
    WORKER_PORT: '0',
  })

  it.each(SERVICES)(
    '%s does not start, and says what to do',
    async (service) => {
      expect(await errorOf(first)).toBeUndefined()
      const child = startChild(process.execPath, [`services/${service}/src/main.ts`], env())
      expect(await child.exited).toBe(1)
      expect(child.output()).toContain(WRONG)
      expect(child.output()).not.toContain('service.listening')
    },
    DEADLINE_MS,
  )

  it(
    'npm run migrate, which npm start runs first, says so without a stack trace, and checks nothing without a key',
    async () => {
      expect(await errorOf(first)).toBeUndefined()
      const child = startChild(process.execPath, ['prisma/migrate.ts'], env())
      expect(await child.exited).toBe(1)
      expect(child.output()).toContain(WRONG)
      expect(child.output()).not.toMatch(/^\s+at /m)
      const without = startChild(process.execPath, ['prisma/migrate.ts'], { DATABASE_URL: database.url })
      expect(await without.exited).toBe(0)
    },
    DEADLINE_MS,
  )
})
