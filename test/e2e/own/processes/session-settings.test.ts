import { randomBytes } from 'node:crypto'
import {
  type Attempt,
  type CreatedKey,
  type EventSummary,
  type Page,
  type StatsSeries,
  type TenantId,
  TenantInput,
} from '@posthorn/contracts'
import { putTenant } from '@posthorn/database'
import { applyMigrations } from '@posthorn/database/migrations'
import { createPool, parseDatabaseUrl, withConnection } from '@posthorn/postgres'
import { migrateQueue } from '@posthorn/queue'
import { describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../harness/database/database.ts'
import { openDatabase } from '../../../harness/database/open-database.ts'
import { startPosthorn } from '../../../harness/posthorn.ts'
import { startReceiver } from '../../../harness/receiver.ts'
import { sendWebhook, standardWebhook } from '../../../harness/webhooks.ts'

/** Settings of an operator, a hosting provider or another program that would change a value or break a guarantee. */
const HOSTILE = {
  timezone: "'America/New_York'",
  datestyle: "'SQL, DMY'",
  intervalstyle: "'sql_standard'",
  bytea_output: "'escape'",
  extra_float_digits: '-15',
  client_encoding: "'LATIN1'",
  standard_conforming_strings: 'off',
  array_nulls: 'off',
  transform_null_equals: 'on',
  quote_all_identifiers: 'on',
  row_security: 'on',
  session_replication_role: "'replica'",
  default_transaction_isolation: "'serializable'",
  default_transaction_deferrable: 'on',
  exit_on_error: 'on',
  synchronous_commit: 'off',
  search_path: 'elsewhere',
  statement_timeout: "'2s'",
  lock_timeout: "'1ms'",
  idle_in_transaction_session_timeout: "'1ms'",
  idle_session_timeout: "'1s'",
}
/** In the form of `current_setting`. */
const PINNED = {
  timezone: 'UTC',
  datestyle: 'ISO, YMD',
  intervalstyle: 'postgres',
  bytea_output: 'hex',
  extra_float_digits: '1',
  client_encoding: 'UTF8',
  standard_conforming_strings: 'on',
  array_nulls: 'on',
  transform_null_equals: 'off',
  quote_all_identifiers: 'off',
  row_security: 'off',
  session_replication_role: 'origin',
  default_transaction_isolation: 'read committed',
  default_transaction_deferrable: 'off',
  exit_on_error: 'off',
  synchronous_commit: 'on',
  search_path: '"public"',
  lock_timeout: '0',
  idle_session_timeout: '0',
}
const HOSTILE_ENV = {
  TZ: 'Pacific/Apia',
  LANG: 'tr_TR.UTF-8',
  LC_ALL: 'tr_TR.UTF-8',
  PGTZ: 'Asia/Kolkata',
  PGDATESTYLE: 'German',
  PGOPTIONS: '-c timezone=Asia/Kathmandu -c intervalstyle=iso_8601',
  PGCLIENTENCODING: 'LATIN1',
}
const SECRET = `whsec_${Buffer.alloc(32, 3).toString('base64')}`
const CLOSE_MS = 180_000
const TEST_MS = 180_000

async function makeHostile(database: TestDatabase, scope: string): Promise<void> {
  for (const [name, value] of Object.entries(HOSTILE)) {
    await database.query(`ALTER ${scope} SET ${name} = ${value}`)
  }
}

const nameOf = ({ url }: TestDatabase) => decodeURIComponent(new URL(url).pathname.slice(1))

async function settingsOf(sql: { query: (text: string) => Promise<{ rows: object[] }> }): Promise<object> {
  const columns = Object.keys(PINNED).map((name) => `current_setting('${name}') AS ${name}`)
  const { rows } = await sql.query(`SELECT ${columns.join(', ')}`)
  return rows[0] ?? {}
}

/** The settings of the session that writes a tenant, which a trigger stores. */
async function settingsOfWriter(database: TestDatabase, write: () => Promise<unknown>): Promise<object> {
  const settings = Object.keys(PINNED).map((name) => `'${name}', current_setting('${name}')`)
  await database.query('CREATE TABLE seen (settings jsonb)')
  await database.query(`
    CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO seen VALUES (jsonb_build_object(${settings.join(', ')}));
      RETURN NULL;
    END $$`)
  await database.query('CREATE TRIGGER see AFTER INSERT ON tenants FOR EACH ROW EXECUTE FUNCTION see()')
  await write()
  const [row] = await database.query<{ settings: object }>('SELECT settings FROM seen')
  return row?.settings ?? {}
}

describe('no setting of a database, a role or a process', () => {
  it('reaches a connection', async () => {
    const testDatabase = await createTestDatabase()
    await makeHostile(testDatabase, `DATABASE ${nameOf(testDatabase)}`)
    const { connectionString, schema } = parseDatabaseUrl(
      `${testDatabase.url}?options=-c%20timezone%3DAsia/Tokyo`,
    )

    const database = openDatabase(testDatabase)
    const pool = createPool({ connectionString, schema })
    const seen = [
      await settingsOfWriter(testDatabase, () =>
        putTenant(database, 'acme' as TenantId, TenantInput.parse({})),
      ),
      await settingsOf(pool),
      await withConnection({ connectionString, schema }, settingsOf),
    ]
    expect(seen).toEqual([PINNED, PINNED, PINNED])
    await Promise.all([database.close(), pool.end()])
    await testDatabase.drop()
  })

  it('changes what an operator chose for commits, unless it is unsafe', async () => {
    const testDatabase = await createTestDatabase()
    const { connectionString, schema } = parseDatabaseUrl(testDatabase.url)
    const shown = async () =>
      withConnection({ connectionString, schema }, async (client) => {
        const { rows } = await client.query('SHOW synchronous_commit')
        return rows[0].synchronous_commit
      })
    const found = []
    for (const value of ['off', 'local', 'remote_apply']) {
      await testDatabase.query(`ALTER DATABASE ${nameOf(testDatabase)} SET synchronous_commit = ${value}`)
      found.push(await shown())
    }
    expect(found).toEqual(['on', 'local', 'remote_apply'])
    await testDatabase.drop()
  })

  it('changes the result of the migrations, or their schema', async () => {
    const database = await createTestDatabase({ migrated: false })
    await database.query('CREATE SCHEMA elsewhere')
    await makeHostile(database, `DATABASE ${nameOf(database)}`)
    await applyMigrations(database.url)
    await migrateQueue(database.url)
    const rows = await database.query<{ schema: string }>(
      `SELECT DISTINCT relnamespace::regnamespace::text AS schema FROM pg_class
       WHERE relnamespace::regnamespace::text !~ '^(pg_|information_schema)' ORDER BY 1`,
    )
    expect(rows.map(({ schema }) => schema)).toEqual(['bullmq', 'public'])
    await database.drop()
  })

  it(
    'changes a value that is published, received, delivered or read',
    async () => {
      const role = `hostile_${randomBytes(4).toString('hex')}`
      const posthorn = await startPosthorn({
        services: [],
        env: HOSTILE_ENV,
        databaseUrl: (url) => {
          const withRole = new URL(url)
          withRole.username = role
          return withRole.href
        },
      })
      const { database } = posthorn
      const password = decodeURIComponent(new URL(database.url).password)
      await database.query(`CREATE ROLE ${role} SUPERUSER LOGIN PASSWORD '${password}'`)
      await database.query(
        'CREATE SCHEMA elsewhere CREATE TABLE tenants (id text) CREATE TABLE events (id text)',
      )
      await makeHostile(database, `DATABASE ${nameOf(database)}`)
      await makeHostile(database, `ROLE ${role}`)
      await posthorn.start('ingest')
      await posthorn.start('worker')
      await posthorn.start('api')

      const receiver = await startReceiver()
      const tenant = await posthorn.createTenant()
      const endpoint = await tenant.endpoint({ url: receiver.url, metadata: { İ: '1,5 €' } })
      const { ingestUrl } = await tenant.source({
        name: 'shop',
        provider: 'standard-webhooks',
        secrets: [SECRET],
      })
      const key = await posthorn.api.post<CreatedKey>(`${tenant.path}/keys`, {
        role: 'read',
        expiresAt: '2031-07-01T12:34:56.789Z',
      })
      const timestamp = '2026-03-08T02:30:00.123Z'
      const data = { id: 12345678901234567890n.toString(), text: 'Iı€\\ "', float: 0.1 }
      const published = await posthorn.api.post<EventSummary>(`${tenant.path}/events`, {
        type: 'order.paid',
        timestamp,
        data,
      })
      const ingested = await sendWebhook(
        ingestUrl,
        standardWebhook(SECRET, '{"type":"order.shipped","text":"Iı€\\\\ "}', { id: 'msg_1' }),
      )
      expect([published.status, ingested.status]).toEqual([202, 202])
      const deliveries = await tenant.settled(2)
      expect(deliveries.map(({ status }) => status)).toEqual(['succeeded', 'succeeded'])
      const bodies = receiver.received.map(({ body }) => JSON.parse(body.toString()))
      expect(bodies).toContainEqual({ id: published.body.id, type: 'order.paid', timestamp, data })
      expect(bodies.map((body) => body.data.text)).toContain('Iı€\\ ')

      expect(await posthorn.api.get(`${tenant.path}/events/${published.body.id}`)).toMatchObject({
        body: { timestamp, createdAt: expect.toSatisfy(isNow), data },
      })
      expect(await posthorn.api.get(`${tenant.path}/endpoints/${endpoint.id}`)).toMatchObject({
        body: { metadata: { İ: '1,5 €' }, createdAt: expect.toSatisfy(isNow) },
      })
      expect(key.body).toMatchObject({ expiresAt: '2031-07-01T12:34:56.789Z' })
      const keys = await posthorn.api.get<Page<CreatedKey>>(`${tenant.path}/keys`)
      expect(keys.body.data).toMatchObject([
        { expiresAt: '2031-07-01T12:34:56.789Z', createdAt: expect.toSatisfy(isNow) },
      ])
      for (const { id, createdAt, finishedAt } of deliveries) {
        expect([createdAt, finishedAt]).toEqual([expect.toSatisfy(isNow), expect.toSatisfy(isNow)])
        const attempts = await posthorn.api.get<Page<Attempt>>(`${tenant.path}/deliveries/${id}/attempts`)
        expect(attempts.body.data).toMatchObject([{ startedAt: expect.toSatisfy(isNow) }])
      }
      const stats = await posthorn.api.get<StatsSeries>(`${tenant.path}/stats`)
      expect(JSON.stringify(stats.body)).toMatch(/"events":2/)

      // Triggers run: the other API process sees the change with the next event.
      await posthorn.api.post(`${tenant.path}/endpoints/${endpoint.id}/disable`, undefined)
      const later = await posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data })
      expect(later).toMatchObject({ status: 202, body: { deliveries: 0 } })
      expect(await database.query('SELECT * FROM elsewhere.tenants')).toEqual([])
      await receiver.close()
      await posthorn.stop()
    },
    TEST_MS,
  )
})

const isNow = (text: string) => text.endsWith('Z') && Math.abs(Date.parse(text) - Date.now()) < CLOSE_MS
