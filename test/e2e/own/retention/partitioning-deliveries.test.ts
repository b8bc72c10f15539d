import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { firstIdAt, newId } from '@posthorn/contracts'
import { addPartitions } from '@posthorn/database'
import { applyMigrations } from '@posthorn/database/migrations'
import { Client } from 'pg'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../harness/database/database.ts'
import { openDatabase } from '../../../harness/database/open-database.ts'

const MIGRATIONS = join(import.meta.dirname, '../../../../prisma/migrations')
const WEEK_MS = 7 * 24 * 3_600_000
const ROWS = 20_000

/** Deliveries of the last weeks, and of a process whose clock is ahead. */
const FILL = `
  INSERT INTO deliveries (id, tenant_id, event_id, endpoint_id, event_type, status, attempt_count, next_attempt_at, remind_at,
    created_at, finished_at)
  SELECT first_id_at('dlv', now() + (n - ${ROWS - 100}) * interval '1 min') || lpad(n::text, 16, '0'), 'acme',
    first_id_at('evt', now()) || lpad(n::text, 16, '0'), 'ep_' || n % 5, 'order.paid',
    (CASE WHEN n % 2 = 0 THEN 'pending' ELSE 'succeeded' END)::delivery_status, 1,
    CASE WHEN n % 2 = 0 THEN now() END, CASE WHEN n % 4 = 0 THEN now() END, now(), CASE WHEN n % 2 = 1 THEN now() END
  FROM generate_series(1, ${ROWS}) AS n`

describe('a filled table of deliveries of the previous version', () => {
  let database: TestDatabase
  let names: string[]
  let previous: string
  beforeAll(async () => {
    names = (await readdir(MIGRATIONS)).filter((name) => /^\d/.test(name)).toSorted()
    previous = await mkdtemp(join(tmpdir(), 'posthorn-previous-migrations-'))
    for (const name of names.filter((each) => each < '20261128090000')) {
      await cp(join(MIGRATIONS, name), join(previous, name), { recursive: true })
    }
    return () => rm(previous, { recursive: true })
  })
  beforeEach(async () => {
    database = await createTestDatabase({ migrated: false })
    await applyMigrations(database.url, { directory: previous })
    await database.query(FILL)
    return () => database.drop()
  })

  const apply = async (isChosen: (name: string) => boolean) => {
    for (const name of names.filter(isChosen)) {
      await database.query(await readFile(join(MIGRATIONS, name, 'migration.sql'), 'utf8'))
    }
  }
  const applyNamed = (end: string) => apply((name) => name.endsWith(end))
  const checksum = async () =>
    database.query(
      `SELECT count(*)::int, md5(string_agg(id || status || coalesce(remind_at::text, ''), ',' ORDER BY id)) FROM deliveries`,
    )
  /** The files of a table and its indexes. A file is replaced when it is written again. */
  const filesOf = async (table: string) => {
    const rows = await database.query<{ file: string }>(
      `SELECT pg_relation_filepath(c.oid) AS file FROM pg_class c
       WHERE c.oid = $1::regclass OR c.oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = $1::regclass)`,
      [table],
    )
    return rows.map(({ file }) => file).toSorted()
  }

  it('becomes the first partition: rows and indexes stay as they are', async () => {
    const before = await checksum()
    await applyNamed('_bound_deliveries')
    await applyNamed('_validate_bound')
    const files = await filesOf('deliveries')
    expect(files.length).toBeGreaterThan(12)
    await applyNamed('_partition_deliveries')

    expect(await filesOf('deliveries_first')).toEqual(files)
    expect(await checksum()).toEqual(before)
    const detached = await database.query(
      `SELECT indexrelid::regclass::text AS name FROM pg_index
       WHERE indrelid = 'deliveries_first'::regclass AND indexrelid NOT IN (SELECT inhrelid FROM pg_inherits)`,
    )
    expect(detached).toEqual([])
    const constraints = await database.query<{ name: string }>(
      `SELECT conname AS name FROM pg_constraint WHERE conrelid = 'deliveries_first'::regclass AND contype = 'c'`,
    )
    expect(constraints).toEqual([{ name: 'deliveries_due_while_pending' }])
  })

  it('accepts new rows between the migrations', async () => {
    const insert = (at: Date) =>
      database.query(
        `INSERT INTO deliveries (id, tenant_id, event_id, endpoint_id, event_type, next_attempt_at, created_at)
         VALUES ($1, 'acme', 'evt_1', 'ep_1', 'order.paid', now(), now())`,
        [newId('delivery', at)],
      )
    for (const end of [
      '_bound_deliveries',
      '_validate_bound',
      '_partition_deliveries',
      '_add_delivery_partitions',
    ]) {
      await applyNamed(end)
      await insert(new Date())
      await insert(new Date(Date.now() + 2 * WEEK_MS))
    }
    expect(await database.query('SELECT count(*)::int AS count FROM deliveries')).toEqual([
      { count: ROWS + 8 },
    ])
  })

  it('has its first partition end after the last row, even of a clock that was far ahead', async () => {
    const far = new Date(Date.now() + 50 * WEEK_MS)
    await database.query('UPDATE deliveries SET id = $1 WHERE id = (SELECT max(id) FROM deliveries)', [
      newId('delivery', far),
    ])
    await applyMigrations(database.url)

    const [row] = await database.query<{ bound: string }>(
      `SELECT first_until AS bound FROM partitioned WHERE table_name = 'deliveries'`,
    )
    const digits = (at: number) => firstIdAt('delivery', new Date(at)).slice(0, 14)
    expect(row?.bound && row.bound > digits(far.getTime())).toBe(true)
    expect(row?.bound && row.bound <= digits(far.getTime() + WEEK_MS)).toBe(true)
    const opened = openDatabase(database)
    // No week within the first partition gets another one.
    expect(await addPartitions(opened, 53)).toBe(3 * 50 + 3)
    await opened.close()
  })

  it('stays unpartitioned behind a lock that is held for long, and blocks others no longer than its lock timeout', async () => {
    await applyNamed('_bound_deliveries')
    await applyNamed('_validate_bound')
    const other = new Client({ connectionString: database.url })
    await other.connect()
    await other.query('BEGIN')
    await other.query('SELECT FROM deliveries LIMIT 1')
    await expect(applyNamed('_partition_deliveries')).rejects.toMatchObject({ code: '55P03' })
    await other.query('COMMIT')
    await applyNamed('_partition_deliveries')
    await other.end()
    expect(await database.query('SELECT count(*)::int AS count FROM deliveries')).toEqual([{ count: ROWS }])
  })
})
