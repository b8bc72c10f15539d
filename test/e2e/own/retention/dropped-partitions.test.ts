import type { AuditEntry, Page } from '@posthorn/contracts'
import { Client } from 'pg'
import { beforeEach, describe, expect, it } from 'vitest'
import { DAY_MS, splitIntoWeeks, storeOld, WEEK_MS, weeksOf } from '../../../harness/database/old-data.ts'
import { type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'
import type { Service } from '../../../harness/service.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

/** One week of the three has expired, on Sundays two: dropping a partition takes seconds. */
const RETENTION_DAYS = 13
const WEEKS = 3
const TABLES = ['attempts', 'deliveries', 'events', 'requests']

let posthorn: Posthorn
let tenant: Tenant
let endpointId: string
beforeEach(async () => {
  posthorn = await startPosthorn({ services: ['api'], env: { RETENTION_DAYS: String(RETENTION_DAYS) } })
  await splitIntoWeeks(posthorn.database, WEEKS)
  tenant = await posthorn.createTenant()
  endpointId = (await tenant.endpoint({ url: 'https://example.com/', enabled: false })).id
  return () => posthorn.stop()
})

const weeksAgo = (weeks: number) => new Date(Date.now() - weeks * WEEK_MS)
const store = (at: Date, options: Partial<Parameters<typeof storeOld>[1]> = {}) =>
  storeOld(posthorn.database, { tenantId: tenant.id, endpointId, at, ...options })
/** Starting on Monday, the weeks whose last day is past the retention period and its margin of an hour. */
const expiredWeeks = () => {
  const monday = new Date()
  monday.setUTCHours(0, 0, 0, 0)
  monday.setUTCDate(monday.getUTCDate() - ((monday.getUTCDay() + 6) % 7))
  const ends = Array.from({ length: WEEKS }, (_, n) => monday.getTime() - n * WEEK_MS)
  return ends.filter((end) => end <= Date.now() - RETENTION_DAYS * DAY_MS - 3_600_000).length
}
const remaining = async (): Promise<Record<string, number>> => {
  const counts = TABLES.map(
    async (table) => [table, (await weeksOf(posthorn.database, table)).length] as const,
  )
  return Object.fromEntries(await Promise.all(counts))
}
let before: Record<string, number>
beforeEach(async () => {
  before = await remaining()
})
const areDropped = async () => {
  const counts = await remaining()
  const detached = await posthorn.database.query('SELECT FROM detached_partitions')
  const isKept = (table: string) => counts[table] === (before[table] ?? 0) - expiredWeeks()
  return detached.length === 0 && TABLES.every(isKept)
}
const untilDropped = () => waitUntil('the expired partitions to be dropped', areDropped, 90_000)
/** What the workers have dropped, in their order. A line is written after the commit. */
const allDropped = async (workers: readonly Service[]) => {
  const dropped = () =>
    workers.flatMap((worker) => worker.logged('partition.dropped').map(({ partition }) => String(partition)))
  const count = expiredWeeks() * TABLES.length
  await waitUntil('every dropped partition to be logged', () => dropped().length >= count)
  expect(dropped()).toHaveLength(count)
  return dropped()
}
const exists = async (table: string, column: string, id: string) =>
  (await posthorn.database.query(`SELECT FROM ${table} WHERE ${column} = $1`, [id])).length > 0
const stateOf = async (id: string) => {
  const [row] = await posthorn.database.query<{ status: string; reason: string | null }>(
    'SELECT status, reason FROM deliveries WHERE id = $1',
    [id],
  )
  return row
}
const auditOf = async () => {
  const { body } = await posthorn.api.get<Page<AuditEntry>>(`${tenant.path}/audit?actor=system`)
  return body.data
}

/** A transaction that has read all tables and stays open, like a backup. */
async function longQuery(): Promise<{ end: () => Promise<void> }> {
  const client = new Client({ connectionString: posthorn.database.url })
  await client.connect()
  await client.query('BEGIN')
  for (const table of TABLES) await client.query(`SELECT FROM ${table} LIMIT 1`)
  return {
    async end() {
      await client.query('COMMIT')
      await client.end()
    },
  }
}

describe('a partition whose rows are all past the retention period', () => {
  it('is dropped, in every table; rows of the period stay', async () => {
    const old = await store(weeksAgo(WEEKS))
    const kept = await store(new Date(Date.now() - (RETENTION_DAYS - 1) * DAY_MS))
    const worker = await posthorn.start('worker')
    await untilDropped()

    expect(expiredWeeks()).toBeGreaterThan(0)
    expect(await exists('events', 'id', old.eventId)).toBe(false)
    expect(await exists('deliveries', 'id', old.deliveryId)).toBe(false)
    expect(await exists('attempts', 'delivery_id', old.deliveryId)).toBe(false)
    expect(await exists('events', 'id', kept.eventId)).toBe(true)
    expect(await exists('attempts', 'delivery_id', kept.deliveryId)).toBe(true)
    // Attempts before deliveries before events.
    const dropped = await allDropped([worker])
    const week = dropped[0]?.replace('attempts_', '') ?? ''
    const positions = ['attempts', 'deliveries', 'events'].map((table) => dropped.indexOf(`${table}_${week}`))
    expect(positions).toEqual(positions.toSorted((one, other) => one - other))
    expect(positions).not.toContain(-1)
  })

  it('has its pending deliveries cancelled first, with a reason and an audit entry', async () => {
    const waiting = await store(weeksAgo(WEEKS), { state: 'waiting' })
    const due = await store(weeksAgo(WEEKS), { state: 'due' })
    const query = await longQuery()
    await posthorn.start('worker')
    for (const { deliveryId } of [waiting, due]) {
      await waitUntil(
        'the delivery to be cancelled',
        async () => (await stateOf(deliveryId))?.reason === 'expired',
      )
      expect(await stateOf(deliveryId)).toEqual({ status: 'cancelled', reason: 'expired' })
    }
    const entries = await auditOf()
    expect(entries).toMatchObject([{ actor: 'system', action: 'delivery.expired', object: null, count: 2 }])
    await query.end()
    await untilDropped()
    expect(await exists('deliveries', 'id', waiting.deliveryId)).toBe(false)
  })

  it('stays while one of its deliveries is in flight', async () => {
    const leased = await store(weeksAgo(WEEKS), { state: 'due' })
    await posthorn.database.query(`INSERT INTO leases VALUES ($1, $2, 2, now(), now() + interval '1 hour')`, [
      leased.deliveryId,
      endpointId,
    ])
    const worker = await posthorn.start('worker')
    const other = await store(weeksAgo(WEEKS), { state: 'due' })
    await waitUntil(
      'the other delivery to be cancelled',
      async () => (await stateOf(other.deliveryId))?.reason,
    )
    expect(await stateOf(leased.deliveryId)).toEqual({ status: 'pending', reason: null })
    expect(worker.logged('partition.dropped')).toEqual([])

    await posthorn.database.query('UPDATE leases SET expires_at = now() WHERE delivery_id = $1', [
      leased.deliveryId,
    ])
    await untilDropped()
    expect(await posthorn.database.query('SELECT FROM leases')).toEqual([])
  })

  it('takes the pending deliveries of its replayed events with it: they are cancelled', async () => {
    const old = await store(weeksAgo(WEEKS))
    const replay = await store(new Date(), { state: 'waiting', eventId: old.eventId })
    const finished = await store(new Date(), { state: 'failed', eventId: old.eventId })
    const other = await store(new Date(), { state: 'waiting' })
    await posthorn.start('worker')
    await untilDropped()

    expect(await stateOf(replay.deliveryId)).toEqual({ status: 'cancelled', reason: 'expired' })
    expect(await stateOf(finished.deliveryId)).toEqual({ status: 'failed', reason: null })
    expect(await stateOf(other.deliveryId)).toEqual({ status: 'pending', reason: null })
    expect(await auditOf()).toMatchObject([{ action: 'delivery.expired', count: 1 }])
  })

  it('is dropped after a long query, which it waits for without blocking others for longer than its lock timeout', async () => {
    await store(weeksAgo(WEEKS))
    const query = await longQuery()
    const worker = await posthorn.start('worker')
    const slowest = { ms: 0 }
    await waitUntil(
      'detaching to fail',
      async () => {
        const startedAt = performance.now()
        expect(
          (await posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })).status,
        ).toBe(202)
        slowest.ms = Math.max(slowest.ms, performance.now() - startedAt)
        return worker.logged('partition.drop_failed').length > 0
      },
      60_000,
    )
    expect(slowest.ms).toBeLessThan(1500)
    expect((await remaining())['attempts']).toBe(before['attempts'])
    await query.end()
    await untilDropped()
  })

  it('is dropped by another worker when the first dies after detaching it', async () => {
    await store(weeksAgo(WEEKS))
    const dying = await posthorn.start('worker', { imports: ['die-before-drop.ts'] })
    await dying.exited
    const [detached] = await posthorn.database.query<{ name: string }>(
      'SELECT table_name AS name FROM detached_partitions',
    )
    expect(detached?.name).toMatch(/^(attempts|requests)_\d{4}/)
    const worker = await posthorn.start('worker')
    await untilDropped()
    expect(worker.logged('partition.dropped')[0]).toMatchObject({ partition: detached?.name })
    expect(await posthorn.database.query('SELECT to_regclass($1) AS found', [detached?.name])).toEqual([
      { found: null },
    ])
  })

  it('is dropped once by several workers', async () => {
    await store(weeksAgo(WEEKS), { state: 'waiting' })
    const workers = await Promise.all([1, 2, 3].map(() => posthorn.start('worker')))
    await untilDropped()
    const dropped = await allDropped(workers)
    expect(new Set(dropped).size).toBe(dropped.length)
    expect((await auditOf()).map(({ count }) => count)).toEqual([1])
  })
})

describe('a partition that is detached by hand', () => {
  it('is detached by a short transaction: PostgreSQL refuses to do it concurrently', async () => {
    const [week] = await weeksOf(posthorn.database, 'attempts')
    const detach = `ALTER TABLE attempts DETACH PARTITION ${week}`
    await expect(posthorn.database.query(`${detach} CONCURRENTLY`)).rejects.toThrow(
      /default partition exists/,
    )
    await posthorn.database.query(`BEGIN; SET LOCAL lock_timeout = '300ms'; ${detach}; COMMIT`)
    expect(await weeksOf(posthorn.database, 'attempts')).not.toContain(week)
  })

  it('stays: workers drop only what they have detached', async () => {
    const [week] = await weeksOf(posthorn.database, 'attempts')
    await posthorn.database.query(`ALTER TABLE attempts DETACH PARTITION ${week}`)
    const worker = await posthorn.start('worker')
    await waitUntil('partitions to be dropped', () => worker.logged('partition.dropped').length > 0)
    expect(await posthorn.database.query(`SELECT FROM ${week}`)).toEqual([])
  })
})

describe('an old row that is in no partition of its week', () => {
  it('is deleted, after a pending delivery was cancelled, and so are old ids of publishers', async () => {
    const old = await store(weeksAgo(WEEKS + 5), { state: 'waiting', externalId: 'old' })
    const kept = await store(weeksAgo(1), { externalId: 'kept' })
    await posthorn.start('worker')
    await waitUntil('it to be deleted', async () => !(await exists('events', 'id', old.eventId)))
    await waitUntil(
      'its delivery to be deleted',
      async () => !(await exists('deliveries', 'id', old.deliveryId)),
    )
    expect(await exists('attempts', 'delivery_id', old.deliveryId)).toBe(false)
    await waitUntil(
      'its id to be deleted',
      async () => !(await exists('external_ids', 'event_id', old.eventId)),
    )
    expect(await exists('external_ids', 'event_id', kept.eventId)).toBe(true)
    expect(await exists('events', 'id', kept.eventId)).toBe(true)
    expect(await auditOf()).toMatchObject([{ action: 'delivery.expired', count: 1 }])
  })
})

describe('RETENTION_DAYS=0', () => {
  it('keeps everything', async () => {
    const old = await store(weeksAgo(WEEKS + 5), { externalId: 'old' })
    const worker = await posthorn.start('worker', { env: { RETENTION_DAYS: '0' } })
    await waitUntil('the metric', async () =>
      /^posthorn_partitions_expired 0$/m.test(await (await fetch(`${worker.url}/metrics`)).text()),
    )
    expect(await remaining()).toEqual(before)
    expect(await exists('events', 'id', old.eventId)).toBe(true)
  })
})
