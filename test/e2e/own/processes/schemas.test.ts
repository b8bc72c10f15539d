import type { Page } from '@posthorn/contracts'
import { addPartitions } from '@posthorn/database'
import { applyMigrations } from '@posthorn/database/migrations'
import { migrateQueue } from '@posthorn/queue'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../harness/database/database.ts'
import { openDatabase } from '../../../harness/database/open-database.ts'
import { type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'
import { startChild } from '../../../harness/process/child.ts'
import { startReceiver } from '../../../harness/receiver.ts'
import { BACKENDS, startRedis, type TestRedis } from '../../../harness/redis/redis.ts'

/** One has to be quoted, the other is a reserved word of SQL. */
const SCHEMAS = ['MyHooks', 'select'] as const

/** Two migrations, then four services. */
const START_MS = 180_000

const inSchema = (url: string, schema: string) => `${url}?schema=${schema}`

async function migrate(url: string): Promise<void> {
  await applyMigrations(url)
  await migrateQueue(url)
}

const QUEUES = new Set(['deliveries_MyHooks', 'deliveries_select'])

async function queuesOn({ url }: TestRedis): Promise<Set<string>> {
  const client = new Redis(url)
  const keys = await client.keys('{posthorn}:*')
  client.disconnect()
  return new Set(keys.map((key) => key.split(':')[1] ?? ''))
}

/** Tables, indexes, sequences, types and functions that do not belong to PostgreSQL, with their schemas. */
const OBJECTS = `
  SELECT DISTINCT nspname AS schema FROM pg_namespace n
  WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' AND (
    EXISTS (SELECT FROM pg_class WHERE relnamespace = n.oid) OR EXISTS (SELECT FROM pg_type WHERE typnamespace = n.oid)
    OR EXISTS (SELECT FROM pg_proc WHERE pronamespace = n.oid))
  ORDER BY 1`

async function publishOne(posthorn: Posthorn, tenant: Tenant): Promise<number> {
  const { status } = await posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
  return status
}

describe('the schema of a database URL', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createTestDatabase({ migrated: false })
  })
  afterAll(() => database.drop())

  it('has all objects that the migrations and the workers create', async () => {
    const url = inSchema(database.url, 'MyHooks')
    await migrate(url)
    const opened = openDatabase({ ...database, url })
    expect(await addPartitions(opened, 6)).toBeGreaterThan(0)
    await opened.close()
    const rows = await database.query<{ schema: string }>(OBJECTS)
    expect(rows.map(({ schema }) => schema)).toEqual(['MyHooks', 'MyHooks_bullmq'])
    expect(await applyMigrations(url)).toEqual([])
  })

  it('is used by its functions, whichever session calls them', async () => {
    const rows = await database.query<{ name: string; config: string[] | null }>(
      `SELECT proname AS name, proconfig AS config FROM pg_proc
       WHERE pronamespace = '"MyHooks"'::regnamespace AND prolang <> (SELECT oid FROM pg_language WHERE lanname = 'sql')`,
    )
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.filter(({ config }) => !config?.includes('search_path="MyHooks"'))).toEqual([])
    // In a session with the default search path.
    await database.query(`INSERT INTO "MyHooks".event_types (name, updated_at) VALUES ('a.b', now())`)
    expect(await database.query('SELECT version FROM "MyHooks".catalogue')).toEqual([{ version: '1' }])
  })

  it('is migrated separately: a service of another schema still stops, and says why', async () => {
    const child = startChild(process.execPath, ['services/ingest/src/main.ts'], {
      DATABASE_URL: inSchema(database.url, 'select'),
      POSTHORN_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
      INGEST_PORT: '0',
    })
    expect(await child.exited).toBe(1)
    expect(child.output()).toContain('Run: npm run migrate')
    await migrate(inSchema(database.url, 'select'))
  })

  it.each(['pg_hooks', 'post-horn', 'bullmq'])(
    '"%s" is refused at the start, with the reason',
    async (schema) => {
      const child = startChild(process.execPath, ['services/ingest/src/main.ts'], {
        DATABASE_URL: inSchema(database.url, schema),
        POSTHORN_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
      })
      expect(await child.exited).toBe(1)
      expect(child.output()).toMatch(/^ {2}DATABASE_URL: \?schema=/m)
    },
  )
})

describe.each(BACKENDS)('two installations in schemas of one database, their queues on one %s,', (queue) => {
  let database: TestDatabase
  let redis: TestRedis | undefined
  const posthorns: Posthorn[] = []
  beforeAll(async () => {
    database = await createTestDatabase({ migrated: false })
    redis = queue === 'redis' ? await startRedis() : undefined
    const urls = SCHEMAS.map((schema) => inSchema(database.url, schema))
    for (const url of urls) await migrate(url)
    const env = redis === undefined ? {} : { REDIS_URL: redis.url }
    const starts = urls.map((url) =>
      startPosthorn({ services: ['api', 'worker'], databaseUrl: () => url, env }),
    )
    posthorns.push(...(await Promise.all(starts)))
  }, START_MS)
  afterAll(async () => {
    for (const posthorn of posthorns) await posthorn.stop()
    await redis?.stop()
    await database.drop()
  })

  it('deliver their own events only', async () => {
    const receivers = await Promise.all(SCHEMAS.map(() => startReceiver()))
    const tenants = await Promise.all(posthorns.map((posthorn) => posthorn.createTenant()))
    for (const [index, tenant] of tenants.entries()) {
      await tenant.endpoint({ url: receivers[index]?.url, rateLimitPerSecond: 100 })
    }
    const [first, second] = posthorns as [Posthorn, Posthorn]
    const [ofFirst, ofSecond] = tenants as [Tenant, Tenant]
    for (let count = 0; count < 20; count += 1) expect(await publishOne(first, ofFirst)).toBe(202)
    expect(await publishOne(second, ofSecond)).toBe(202)

    const delivered = [await ofFirst.settled(20), await ofSecond.settled(1)]
    expect(
      delivered.flat().every(({ status, attemptCount }) => status === 'succeeded' && attemptCount === 1),
    ).toBe(true)
    expect(receivers.map(({ received }) => received.length)).toEqual([20, 1])
    expect((await first.api.get<Page<object>>(ofSecond.path)).status).toBe(404)
    for (const posthorn of posthorns) expect(await posthorn.api.get('/readyz')).toMatchObject({ status: 200 })
    expect(redis === undefined ? QUEUES : await queuesOn(redis)).toEqual(QUEUES)
    await Promise.all(receivers.map((receiver) => receiver.close()))
  })
})
