import { randomBytes } from 'node:crypto'
import { newId } from '@posthorn/contracts'
import { type Reseal, rekeyBatch, SEALED_COLUMNS } from '@posthorn/database'
import { createSecretBox, encryptionKeyId, keyIdOfSealed } from '@posthorn/secrets'
import { Client } from 'pg'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../harness/database/database.ts'
import { openDatabase } from '../../../harness/database/open-database.ts'
import { ADMIN_KEY, startPosthorn } from '../../../harness/posthorn.ts'
import { type Child, startChild } from '../../../harness/process/child.ts'
import { type Receiver, startReceiver } from '../../../harness/receiver.ts'
import { waitUntil } from '../../../harness/wait-until.ts'
import { sendWebhook, stripeWebhook } from '../../../harness/webhooks.ts'

/** Starts services several times. */
const TEST_MS = 300_000
const HEADERS = 1500

const [oldKey, newKey, lostKey] = [randomBytes(32), randomBytes(32), randomBytes(32)]
const text = (...keys: Buffer[]) => keys.map((key) => key.toString('base64')).join(',')

function startRekey(databaseUrl: string, keys: string): Child {
  return startChild(process.execPath, ['prisma/rekey.ts'], {
    DATABASE_URL: databaseUrl,
    POSTHORN_ENCRYPTION_KEY: keys,
  })
}

async function succeeded(child: Child): Promise<void> {
  const code = await child.exited
  if (code !== 0) throw new Error(`it exited with ${code}:\n${child.output()}`)
}

/** Custom headers of an endpoint, encrypted with a key. */
async function storeHeaders(
  database: TestDatabase,
  endpointId: string,
  count: number,
  key = oldKey,
): Promise<void> {
  const box = createSecretBox([key])
  const names = Array.from({ length: count }, (_, index) => `X-Header-${String(index).padStart(6, '0')}`)
  const sealed = names.map((name) =>
    box.seal(`value of ${name}`, `${endpointId}/headers/${name.toLowerCase()}`),
  )
  await database.query(
    'INSERT INTO endpoint_headers (endpoint_id, name, sealed) SELECT $1, * FROM unnest($2::text[], $3::bytea[])',
    [endpointId, names, sealed],
  )
}

const REJECTED_BYTES = Buffer.from([0xff, 0x00, 0xfe])

/** The content of a rejected request that is not text, encrypted with the old key. */
async function storeRejected(database: TestDatabase, sourceId: string): Promise<string> {
  const id = newId('request')
  await database.query(
    `INSERT INTO rejected_requests (id, source_id, detail, sealed, is_whole, bytes_before)
     VALUES ($1, $2, 'Why.', $3, true, 0)`,
    [id, sourceId, createSecretBox([oldKey]).seal(REJECTED_BYTES, `${id}/content`)],
  )
  return id
}

/** The number of stored values by the key that encrypted them. */
async function countByKey(database: TestDatabase): Promise<Record<string, number>> {
  const names = new Map(
    [oldKey, newKey, lostKey].map((key, at) => [encryptionKeyId(key), `${['old', 'new', 'lost'][at]}`]),
  )
  const counts: Record<string, number> = {}
  for (const { table, column } of SEALED_COLUMNS) {
    const rows = await database.query<{ sealed: Buffer }>(
      `SELECT ${column} AS sealed FROM ${table} WHERE ${column} IS NOT NULL`,
    )
    for (const { sealed } of rows) {
      const name = names.get(keyIdOfSealed(sealed) ?? '') ?? 'none'
      counts[name] = (counts[name] ?? 0) + 1
    }
  }
  return counts
}

async function registeredKeys(database: TestDatabase): Promise<string[]> {
  const rows = await database.query<{ key_id: string }>('SELECT key_id FROM encryption_keys')
  return rows.map((row) => row.key_id).toSorted()
}

/** Updates a row in a transaction that stays open until `commit`. */
async function holdRow(database: TestDatabase, statement: string, values: unknown[]) {
  const client = new Client({ connectionString: database.url })
  await client.connect()
  await client.query('BEGIN')
  await client.query(statement, values)
  return {
    async commit() {
      await client.query('COMMIT')
      await client.end()
    },
  }
}

function untilBlocked(database: TestDatabase): Promise<true> {
  return waitUntil(
    'the command to wait for the locked row',
    async () => {
      const rows = await database.query(
        `SELECT FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%locked AS%'`,
      )
      return rows.length > 0
    },
    60_000,
  )
}

describe('npm run rekey', () => {
  let receiver: Receiver
  beforeEach(async () => {
    receiver = await startReceiver()
  })
  afterEach(() => receiver.close())

  it(
    'is killed and repeated while services run; then they start with only the new key, sign and verify with the same secrets',
    async () => {
      const posthorn = await startPosthorn({
        services: ['api'],
        env: { POSTHORN_ENCRYPTION_KEY: text(oldKey) },
      })
      const { database, api } = posthorn
      const tenant = await posthorn.createTenant()
      const endpoint = await tenant.endpoint({ url: receiver.url, headers: { 'X-Token': 'opens-the-door' } })
      const paused = await tenant.endpoint({ url: receiver.url, enabled: false })
      const source = await tenant.source({ name: 'pay', provider: 'stripe', secrets: ['whsec_of_stripe'] })
      const again = { 'idempotency-key': 'the-same' }
      const first = await api.post(`${tenant.path}/keys`, { role: 'read' }, again)
      await storeHeaders(database, paused.id, HEADERS)
      const rejectedId = await storeRejected(database, source.id)
      await posthorn.stopAll('api')
      const before = await countByKey(database)

      const both = { POSTHORN_ENCRYPTION_KEY: text(newKey, oldKey) }
      for (const name of ['ingest', 'worker', 'api'] as const) await posthorn.start(name, { env: both })

      const row = [paused.id, 'X-Header-000700']
      const held = await holdRow(
        database,
        'SELECT FROM endpoint_headers WHERE endpoint_id = $1 AND name = $2 FOR UPDATE',
        row,
      )
      const killed = startRekey(database.url, text(newKey, oldKey))
      await untilBlocked(database)
      await killed.stop('SIGKILL')
      await held.commit()
      const between = await countByKey(database)
      expect(between['new']).toBeGreaterThan(0)
      expect(between['old']).toBeGreaterThan(0)
      expect(await registeredKeys(database)).toHaveLength(2)

      // Publishing goes on meanwhile.
      await api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
      const finished = startRekey(database.url, text(newKey, oldKey))
      await succeeded(finished)
      await api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
      await receiver.waitFor(2)
      const output = finished.output()
      expect(output).toMatch(/\d+ re-encrypted, \d+ already current, 0 undecryptable\./)
      expect(output).toContain('The old key can be removed')
      const values = Object.values(before).reduce((sum, count) => sum + count, 0)
      expect(await countByKey(database)).toEqual({ new: values })
      expect(await registeredKeys(database)).toEqual([encryptionKeyId(newKey)])

      const [rejected] = await database.query<{ sealed: Buffer }>(
        'SELECT sealed FROM rejected_requests WHERE id = $1',
        [rejectedId],
      )
      const opened = createSecretBox([newKey]).openBytes(
        rejected?.sealed ?? Buffer.of(),
        `${rejectedId}/content`,
      )
      expect(opened).toEqual(REJECTED_BYTES)

      const repeated = startRekey(database.url, text(newKey))
      await succeeded(repeated)
      expect(repeated.output()).toContain(`0 re-encrypted, ${values} already current, 0 undecryptable.`)

      for (const name of ['ingest', 'worker', 'api'] as const) await posthorn.stopAll(name)
      const refused = startChild(process.execPath, ['services/worker/src/main.ts'], {
        DATABASE_URL: database.url,
        POSTHORN_ADMIN_KEY: ADMIN_KEY,
        POSTHORN_ENCRYPTION_KEY: text(oldKey),
        WORKER_PORT: '0',
      })
      expect(await refused.exited).toBe(1)
      expect(refused.output()).toContain('POSTHORN_ENCRYPTION_KEY does not open what is stored')

      const onlyNew = { POSTHORN_ENCRYPTION_KEY: text(newKey) }
      for (const name of ['ingest', 'worker', 'api'] as const) await posthorn.start(name, { env: onlyNew })
      await api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
      const { body: moved } = await api.get<{ ingestUrl: string }>(`${tenant.path}/sources/${source.id}`)
      const event = JSON.stringify({ id: 'evt_1', type: 'invoice.paid', object: 'event' })
      expect((await sendWebhook(moved.ingestUrl, stripeWebhook('whsec_of_stripe', event))).status).toBe(202)
      for (const { headers, body } of await receiver.waitFor(4)) {
        new Webhook(endpoint.secret).verify(body.toString(), headers as Record<string, string>)
        expect(headers['x-token']).toBe('opens-the-door')
      }
      const replayed = await api.post(`${tenant.path}/keys`, { role: 'read' }, again)
      expect(replayed.headers['idempotency-replayed']).toBe('true')
      expect(replayed.text).toBe(first.text)

      await posthorn.stop()
    },
    TEST_MS,
  )
})

describe('without services', () => {
  let database: TestDatabase
  beforeEach(async () => {
    database = await createTestDatabase()
    await database.query("INSERT INTO tenants (id, updated_at) VALUES ('acme', now())")
    await database.query(
      `INSERT INTO endpoints (id, tenant_id, url, timeout_seconds, retry_on, payload_format, max_in_flight, updated_at)
       VALUES ('ep_1', 'acme', 'https://example.com', 10, 'server-errors', 'envelope', 20, now())`,
    )
  })
  afterEach(() => database.drop())

  it(
    'npm run rekey lists values that no key decrypts by table and id, keeps the old key and fails',
    async () => {
      await storeHeaders(database, 'ep_1', 3)
      await database.query(
        "UPDATE endpoint_headers SET sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1) WHERE name = 'X-Header-000001'",
      )
      const box = createSecretBox([lostKey])
      await database.query(
        "INSERT INTO endpoint_secrets (id, endpoint_id, sealed) VALUES ('sec_lost', 'ep_1', $1)",
        [box.seal('whsec', 'ep_1/sec_lost')],
      )
      const failed = startRekey(database.url, text(newKey, oldKey))
      expect(await failed.exited).toBe(1)
      expect(failed.output()).toContain('undecryptable: endpoint_headers ep_1 X-Header-000001\n')
      expect(failed.output()).toContain('undecryptable: endpoint_secrets sec_lost\n')
      expect(failed.output()).toContain('2 re-encrypted, 0 already current, 2 undecryptable.')
      expect(failed.output()).not.toContain('value of')
      expect(failed.output()).not.toContain('can be removed')
      expect(await countByKey(database)).toEqual({ new: 2, old: 1, lost: 1 })
      expect(await registeredKeys(database)).toEqual([oldKey, newKey].map(encryptionKeyId).toSorted())

      // With the lost key found again, and the damaged value removed.
      await database.query("DELETE FROM endpoint_headers WHERE name = 'X-Header-000001'")
      const finished = startRekey(database.url, text(newKey, oldKey, lostKey))
      await succeeded(finished)
      expect(finished.output()).toContain('1 re-encrypted, 2 already current, 0 undecryptable.')
      expect(await registeredKeys(database)).toEqual([encryptionKeyId(newKey)])
    },
    TEST_MS,
  )

  it('a value that is replaced while it is re-encrypted keeps its replacement', async () => {
    await storeHeaders(database, 'ep_1', 3)
    const opened = openDatabase(database)
    const column = SEALED_COLUMNS.find(({ table }) => table === 'endpoint_headers')
    if (column === undefined) throw new Error('endpoint_headers is not re-encrypted')
    const box = createSecretBox([newKey, oldKey])
    const reseal: Reseal = (sealed, boundTo) => box.seal(box.open(sealed, boundTo), boundTo)
    const replacement = box.seal('another value', 'ep_1/headers/x-header-000001')
    const held = await holdRow(
      database,
      "UPDATE endpoint_headers SET sealed = $1 WHERE endpoint_id = 'ep_1' AND name = 'X-Header-000001'",
      [replacement],
    )
    const batch = rekeyBatch(opened, column, { after: undefined, limit: 10, reseal })
    await untilBlocked(database)
    await held.commit()
    expect(await batch).toEqual({ rekeyed: 2, current: 0, changed: 1, undecryptable: [], last: undefined })
    const [row] = await database.query<{ sealed: Buffer }>(
      "SELECT sealed FROM endpoint_headers WHERE name = 'X-Header-000001'",
    )
    expect(row?.sealed).toEqual(replacement)
    await opened.close()
  })

  it('every column of encrypted values in the database is re-encrypted', async () => {
    const rows = await database.query<{ name: string }>(
      `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
       WHERE table_schema = 'public' AND column_name LIKE '%sealed%' AND data_type = 'bytea'`,
    )
    const ofKeys = ['encryption_keys.sealed_check']
    const rekeyed = SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`)
    expect(rows.map(({ name }) => name).toSorted()).toEqual([...rekeyed, ...ofKeys].toSorted())
  })
})
