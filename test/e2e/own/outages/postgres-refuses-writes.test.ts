import { execFileSync } from 'node:child_process'
import { globSync, mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { TenantId } from '@posthorn/contracts'
import { findTenant } from '@posthorn/database'
import { applyMigrations } from '@posthorn/database/migrations'
import { ensureDatabase, startPostgres } from '@posthorn/dev/postgres'
import { describe, expect, it } from 'vitest'
import { createTestDatabase } from '../../../harness/database/database.ts'
import { openDatabase } from '../../../harness/database/open-database.ts'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const TEST_MS = 180_000
const DISK_MIB = 160

const untilReadyz = (posthorn: Posthorn, status: number) =>
  waitUntil(`readyz to say ${status}`, async () => (await posthorn.api.get('/readyz')).status === status)

describe('a PostgreSQL that replies but refuses writes', () => {
  it(
    'because of default_transaction_read_only: readyz names it, the log says why, once, and readyz recovers afterwards',
    async () => {
      const posthorn = await startPosthorn({ services: ['api'] })
      const name = new URL(posthorn.database.url).pathname.slice(1)
      const setTo = async (value: string) => {
        await posthorn.database.query(`ALTER DATABASE ${name} SET default_transaction_read_only = ${value}`)
        // As in a failover, the setting applies to new connections.
        await posthorn.database.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
        )
      }
      await untilReadyz(posthorn, 200)
      await setTo('on')
      // Each of the two is checked for itself, and its result is kept for a second.
      await waitUntil('readyz to name both', async () => {
        const { status, body } = await posthorn.api.get<{ status: string; checks: object }>('/readyz')
        const expected = { status: 'not_ready', checks: { postgresql: 'down', queue: 'down' } }
        return status === 503 && isDeepStrictEqual(body, expected)
      })
      await posthorn.database.query('SET default_transaction_read_only = off')
      await setTo('off')
      await untilReadyz(posthorn, 200)
      // The log is written a little later than the reply.
      const loggedOf = (message: string) =>
        posthorn
          .service('api')
          .logged(message)
          .map(({ dependency }) => dependency)
      for (const message of ['dependency.failed', 'dependency.recovered']) {
        const logged = await waitUntil(`${message} of both`, () => {
          const names = loggedOf(message)
          return names.length >= 2 && names
        })
        expect(new Set(logged)).toEqual(new Set(['postgresql', 'queue']))
      }
      await posthorn.stop()
    },
    TEST_MS,
  )

  it('because all connections are used or its tables are missing is not writable', async () => {
    const testDatabase = await createTestDatabase()
    const database = openDatabase(testDatabase, { poolMax: 1 })
    await database.assertWritable()
    await testDatabase.query('BEGIN; LOCK TABLE tenants IN ACCESS EXCLUSIVE MODE')
    const holding = findTenant(database, 'any' as TenantId)
    await waitUntil('the only connection to wait for the lock', async () => {
      const waiting = await testDatabase.query(
        "SELECT FROM pg_locks WHERE relation = 'tenants'::regclass AND NOT granted",
      )
      return waiting.length > 0
    })
    await expect(database.assertWritable()).rejects.toThrow('postgresql is unavailable')
    await testDatabase.query('COMMIT')
    await holding
    await database.assertWritable()
    await testDatabase.query('ALTER TABLE catalogue RENAME TO gone')
    await expect(database.assertWritable()).rejects.toThrow('"catalogue" does not exist')
    await database.close()
    await testDatabase.drop()
  })

  it('is checked without changing a row or growing a table', async () => {
    const testDatabase = await createTestDatabase()
    const database = openDatabase(testDatabase)
    // Without the tables in which autovacuum keeps what it found out about the others, and without those of the whole
    // server, to which other tests add their databases.
    const measure = () =>
      testDatabase.query(
        `SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) AS changes, sum(pg_relation_size(relid)) AS bytes
         FROM pg_stat_all_tables JOIN pg_class ON pg_class.oid = relid
         WHERE NOT relisshared AND pg_class.relname NOT LIKE 'pg_statistic%'`,
      )
    const countFiles = async () => {
      const [row] = await testDatabase.query<{ files: string }>(
        'SELECT temp_files AS files FROM pg_stat_database WHERE datname = current_database()',
      )
      return Number(row?.files)
    }
    const [before, filesBefore] = [await measure(), await countFiles()]
    for (let count = 0; count < 20; count += 1) await database.assertWritable()
    await database.close()
    await waitUntil('its connections to be gone, which write their statistics before', async () => {
      const rows = await testDatabase.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'
           AND pid <> pg_backend_pid()`,
      )
      return rows.length === 0
    })
    expect((await countFiles()) - filesBefore).toBeGreaterThanOrEqual(20)
    expect(await measure()).toEqual(before)
    await testDatabase.drop()
  })
})

/** A separate disk needs the right to mount one; root has it, but not in every container. */
async function withDisk(work: (directory: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'posthorn-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MIB}m,mode=0711`, 'tmpfs', directory], {
      stdio: 'ignore',
    })
    await work(directory).finally(() => execFileSync('umount', ['--lazy', directory]))
  } finally {
    rmSync(directory, { recursive: true })
  }
}

const MAY_MOUNT = await withDisk(() => Promise.resolve()).then(
  () => true,
  () => false,
)

describe.runIf(MAY_MOUNT)('a PostgreSQL on a separate disk', () => {
  it(
    'is not writable while the disk is full, nor while it is a standby',
    () => withDisk(checkFullDiskAndStandby),
    TEST_MS,
  )
})

async function checkFullDiskAndStandby(directory: string): Promise<void> {
  const dataDir = join(directory, 'data')
  mkdirSync(dataDir, { mode: 0o711 })
  const server = await startPostgres({ dataDir, durable: true })
  try {
    const url = await ensureDatabase(server, 'posthorn')
    await applyMigrations(url)
    const database = openDatabase({ url })
    await database.assertWritable()

    const filler = join(directory, 'filler')
    const { bavail, bsize } = statfsSync(directory)
    writeFileSync(filler, Buffer.alloc(bavail * bsize))
    await expect(database.assertWritable()).rejects.toMatchObject({ cause: { code: '53100' } })
    rmSync(filler)
    await database.assertWritable()

    await server.stop()
    const [version = ''] = globSync('**/global/pg_control', { cwd: server.home })
    writeFileSync(join(server.home, version, '../../standby.signal'), '', { mode: 0o644 })
    await server.restart()
    await waitUntil('the standby to reply', () =>
      database.ping().then(
        () => true,
        () => false,
      ),
    )
    await expect(database.assertWritable()).rejects.toMatchObject({
      cause: { message: 'transactions are read-only: a standby, or default_transaction_read_only' },
    })
    await database.close()
  } finally {
    await server.stop({ hurry: true })
  }
}
