import { type EventSummary, firstIdAt, ID_PREFIXES, type IdKind, type Page } from '@posthorn/contracts'
import { addPartitions, type Database } from '@posthorn/database'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeEventAt } from '../../../harness/database/made-deliveries.ts'
import {
  FAR,
  inWeeks,
  partitionOf,
  partitionsOf,
  TABLES,
  WEEKS_OF_FIRST,
  weekOf,
} from '../../../harness/database/partitions.ts'
import { startWithDatabase } from '../../../harness/database/start-with-database.ts'
import type { Posthorn } from '../../../harness/posthorn.ts'

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const LOCK_NOT_AVAILABLE = '55P03'

describe('a table partitioned by time', () => {
  let posthorn: Posthorn
  let database: Database
  beforeAll(async () => {
    const started = await startWithDatabase({ services: ['api', 'ingest'] })
    ;({ posthorn, database } = started)
    return started.stop
  })

  it.each([
    '1970-01-01T00:00:00.000Z',
    '2026-11-22T10:20:30.000Z',
    '2026-11-22T10:20:30.001Z',
    '2026-11-22T10:20:30.999Z',
    '2026-11-22T10:20:30.999999Z',
    '2026-11-22T11:20:30.5+01:00',
    FAR.toISOString(),
    '9999-12-31T23:59:59.999Z',
  ])('has ids of %s that begin with the ten digits of first_id_at', async (time) => {
    for (const kind of Object.keys(ID_PREFIXES) as IdKind[]) {
      const [row] = await posthorn.database.query<{ id: string }>('SELECT first_id_at($1, $2) AS id', [
        ID_PREFIXES[kind],
        time,
      ])
      expect(`${row?.id}${'0'.repeat(16)}`).toBe(firstIdAt(kind, new Date(time)))
    }
  })

  it('has a partition for each of the next three weeks', async () => {
    const weeks = [1, 2, 3].map(inWeeks)
    for (const table of TABLES) {
      const own = weeks.slice(WEEKS_OF_FIRST[table]).map((at) => weekOf(table, at))
      expect(await partitionsOf(posthorn.database, table)).toEqual(
        [`${table}_default`, `${table}_first`, ...own].toSorted(),
      )
    }
  })

  it('gets its partitions in time, each once under concurrency, while publishing continues', async () => {
    const tenant = await posthorn.createTenant()
    expect(await addPartitions(database, 3)).toBe(0)
    const adding = new AbortController()
    const publishing = Array.from({ length: 4 }, async () => {
      const statuses: number[] = []
      while (!adding.signal.aborted) {
        const event = { type: 'order.paid', data: {} }
        statuses.push((await posthorn.api.post(`${tenant.path}/events`, event)).status)
      }
      return statuses
    })
    const added: number[] = []
    try {
      for (const weeks of [4, 6, 10, 20]) {
        added.push(...(await Promise.all(Array.from({ length: 4 }, () => addInTheEnd(weeks)))))
      }
    } finally {
      adding.abort()
    }

    expect(added.filter((count) => count > 0)).toEqual([1, 2, 4, 10].map((weeks) => weeks * TABLES.length))
    expect(await addPartitions(database, 20)).toBe(0)
    const statuses = (await Promise.all(publishing)).flat()
    expect(statuses.length).toBeGreaterThan(4)
    expect(new Set(statuses)).toEqual(new Set([202]))
    for (const table of TABLES)
      expect(await partitionsOf(posthorn.database, table)).toContain(weekOf(table, inWeeks(20)))
  })

  /** As workers do: behind a lock that is held for long, it gives up and is repeated. */
  async function addInTheEnd(weeks: number): Promise<number> {
    try {
      return await addPartitions(database, weeks)
    } catch (error) {
      if ((error as { code?: string }).code !== LOCK_NOT_AVAILABLE) throw error
      return addInTheEnd(weeks)
    }
  }

  it('keeps rows in the default partition when one for their week is created later, and they do not prevent its creation', async () => {
    const tenant = await posthorn.createTenant()
    const { eventId } = await makeEventAt(database, tenant, inWeeks(22))

    expect(await addPartitions(database, 24)).toBe(4 * TABLES.length - 1)
    expect(await addPartitions(database, 24)).toBe(0)
    expect(await partitionsOf(posthorn.database, 'events')).toEqual(
      expect.arrayContaining([weekOf('events', inWeeks(21)), weekOf('events', inWeeks(24))]),
    )
    expect(await partitionOf(posthorn.database, 'events', 'id', eventId)).toEqual(['events_default'])
    const { eventId: later } = await makeEventAt(database, tenant, inWeeks(22))
    const { body } = await posthorn.api.get<Page<EventSummary>>(`${tenant.path}/events`)
    expect(body.data.map(({ id }) => id)).toEqual([later, eventId])
  })

  it('has weeks that begin on Monday, UTC, whatever the time zone of the server', async () => {
    await posthorn.database.query("SET timezone = 'Europe/Berlin'")
    await posthorn.database.query("SELECT add_partitions(now() + interval '60 weeks')")
    await posthorn.database.query('RESET timezone')

    const weeks = Array.from({ length: 60 }, (_, index) => weekOf('attempts', inWeeks(index + 1)))
    expect(await partitionsOf(posthorn.database, 'attempts')).toEqual(
      ['attempts_default', 'attempts_first', ...weeks].toSorted(),
    )
  })

  it('has every index in every partition', async () => {
    const missing = await posthorn.database.query(
      `SELECT partition.relid::regclass::text AS partition, i.indexrelid::regclass::text AS index
       FROM unnest($1::text[]) AS name CROSS JOIN pg_partition_tree(name::regclass) AS partition
         JOIN pg_index i ON i.indrelid = name::regclass
       WHERE partition.isleaf AND NOT EXISTS (
         SELECT FROM pg_inherits h JOIN pg_index own ON own.indexrelid = h.inhrelid
         WHERE h.inhparent = i.indexrelid AND own.indrelid = partition.relid AND own.indisvalid)`,
      [TABLES],
    )
    expect(missing).toEqual([])
    // Those of the deliveries are compared with the previous ones (test/e2e/own/retention/partitioning-deliveries.test.ts).
    const indexes = await posthorn.database.query<{ name: string }>(
      `SELECT indexrelid::regclass::text AS name FROM pg_index
       WHERE indrelid IN (SELECT unnest($1::text[])::regclass) AND indisvalid ORDER BY name`,
      [TABLES.filter((table) => table !== 'deliveries')],
    )
    expect(indexes.map(({ name }) => name)).toEqual([
      'attempts_cause_idx',
      'attempts_pkey',
      'attempts_tenant_idx',
      'events_pkey',
      'events_source_id_id_idx',
      'events_tenant_id_id_idx',
      'events_tenant_id_type_id_idx',
      'events_trace_id_tenant_id_idx',
      'requests_pkey',
      'requests_source_id_cause_id_idx',
      'requests_source_id_id_idx',
      'requests_source_id_outcome_id_idx',
    ])
  })
})
