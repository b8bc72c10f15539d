import { readdirSync } from 'node:fs'
import { applyMigrations, schemaChange } from '@posthorn/database/migrations'
import { describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../harness/database/database.ts'
import { startPosthorn } from '../../../harness/posthorn.ts'
import { startChild } from '../../../harness/process/child.ts'

const KEY = Buffer.alloc(32, 1).toString('base64')
const SERVICES = ['api', 'ingest', 'worker'] as const
const MIGRATIONS = readdirSync('prisma/migrations')
  .filter((name) => /^\d{14}_/.test(name))
  .toSorted()

function startBare(service: string, env: Record<string, string>) {
  return startChild(process.execPath, [`services/${service}/src/main.ts`], env)
}

describe('a service', () => {
  it.each(SERVICES)('(%s) with pending migrations says so, names the command, and stops', async (service) => {
    const database = await createTestDatabase({ migrated: false })
    const child = startBare(service, {
      DATABASE_URL: database.url,
      POSTHORN_ADMIN_KEY: 'an-admin-key-of-24-characters',
      POSTHORN_ENCRYPTION_KEY: KEY,
      API_PORT: '0',
      INGEST_PORT: '0',
      WORKER_PORT: '0',
    })
    expect(await child.exited).toBe(1)
    expect(child.output()).toContain(
      `The database lacks ${MIGRATIONS.length} migration(s), the first is \\"20261121000000_first_tables\\". Run: npm run migrate`,
    )
    await database.drop()
  })

  it('without the tables of its queue says so, names the command, and stops', async () => {
    const database = await createTestDatabase({ migrated: false })
    await applyMigrations(database.url)
    const child = startBare('worker', {
      DATABASE_URL: database.url,
      POSTHORN_ENCRYPTION_KEY: KEY,
      WORKER_PORT: '0',
    })
    expect(await child.exited).toBe(1)
    expect(child.output()).toMatch(
      /The database lacks the tables of the queue, in its schema \\"\w+\\"\. Run: npm run migrate/,
    )
    await database.drop()
  })

  it.each(SERVICES)(
    '(%s) with an invalid configuration lists every problem, shows no secret, and stops',
    async (service) => {
      const child = startBare(service, { DATABASE_URL: 'mysql://root:hunter2@db/x', LOG_LEVEL: 'loud' })
      expect(await child.exited).toBe(1)
      const output = child.output()
      expect(output).toContain(
        '  DATABASE_URL: expected a URL like postgresql://user:password@host:5432/database\n',
      )
      expect(output).toContain('  POSTHORN_ENCRYPTION_KEY: is not set, and has no default\n')
      expect(output).toContain('  LOG_LEVEL: expected one of')
      expect(output).not.toContain('hunter2')
    },
  )
})

describe('the migrations', () => {
  it('produce the schema of prisma/schema.prisma', async () => {
    const [migrated, meant] = await Promise.all([
      createTestDatabase(),
      createTestDatabase({ migrated: false }),
    ])
    await meant.query(await schemaChange(meant.url))

    expect(await columnsOf(migrated)).toEqual(await columnsOf(meant))
    expect(await foreignKeysOf(migrated)).toEqual(await foreignKeysOf(meant))
    // The migrations have partial indexes, which the Prisma schema cannot express.
    expect(await indexesOf(migrated)).toEqual(expect.arrayContaining(await indexesOf(meant)))
    await Promise.all([migrated.drop(), meant.drop()])
  })

  it('are applied once', async () => {
    const database = await createTestDatabase({ migrated: false })
    expect(await applyMigrations(database.url)).toEqual(MIGRATIONS)
    expect(await applyMigrations(database.url)).toEqual([])
    await database.drop()
  })
})

describe('the database', () => {
  it('has no readable key or secret', async () => {
    const posthorn = await startPosthorn({ services: ['api'] })
    const tenant = await posthorn.createTenant()
    const { secret } = await tenant.endpoint({ url: 'https://example.com/' })
    await tenant.source({ name: 'stripe', provider: 'stripe', secrets: ['whsec_of_the_provider'] })
    const { body } = await posthorn.api.post<{ key: string }>(`${tenant.path}/keys`, { role: 'manage' })

    const tables = ['api_keys', 'endpoints', 'endpoint_secrets', 'sources', 'source_secrets']
    const rows = []
    for (const table of tables) rows.push(await posthorn.database.query(`SELECT t::text FROM ${table} t`))
    const stored = JSON.stringify(rows)
    for (const hidden of [secret, 'whsec_of_the_provider', body.key]) {
      expect(stored).not.toContain(hidden)
      expect(stored).not.toContain(Buffer.from(hidden).toString('hex'))
    }
    expect(rows.map((table) => table.length)).toEqual([1, 1, 1, 1, 1])
    await posthorn.stop()
  })
})

/** Not in the Prisma schema: Prisma's own table, and partitions. */
const NOT_MEANT = `
  SELECT '_prisma_migrations' UNION ALL
  SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r'`

function columnsOf(database: TestDatabase): Promise<unknown[]> {
  return database.query(`
    SELECT table_name, column_name, udt_name, is_nullable, column_default, datetime_precision
    FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT IN (${NOT_MEANT})
    ORDER BY table_name, column_name`)
}

function foreignKeysOf(database: TestDatabase): Promise<unknown[]> {
  return database.query(`
    SELECT conrelid::regclass::text AS "table", conname AS name, pg_get_constraintdef(oid) AS definition
    FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace ORDER BY 1, 2`)
}

function indexesOf(database: TestDatabase): Promise<unknown[]> {
  return database.query(`
    SELECT indexname AS name, replace(indexdef, ' ON ONLY ', ' ON ') AS definition FROM pg_indexes
    WHERE schemaname = 'public' AND tablename NOT IN (${NOT_MEANT}) ORDER BY 1`)
}
