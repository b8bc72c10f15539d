import {
  type DeliveryId,
  type EventId,
  firstIdAt,
  ID_PREFIXES,
  type IdKind,
  newId,
  TenantId,
} from '@posthorn/contracts'
import {
  addPartitions,
  claimDeliveries,
  createEventBatcher,
  type Database,
  recordAttempts,
  storeRejectedRequest,
} from '@posthorn/database'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attemptRecordOf } from '../../../harness/database/attempt-record.ts'
import { openDatabase } from '../../../harness/database/open-database.ts'
import { type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'

const WEEK_MS = 7 * 24 * 3_600_000
/** No installation has a partition for this time. */
const FAR = new Date('2222-02-22T22:22:22.222Z')
const TABLES = ['attempts', 'deliveries', 'events', 'requests'] as const
/** Its first partition also covers the next two weeks: it was partitioned while rows were written. */
const WEEKS_OF_FIRST = { attempts: 0, deliveries: 2, events: 0, requests: 0 } as const

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const LOCK_NOT_AVAILABLE = '55P03'

describe('a table partitioned by time', () => {
  let posthorn: Posthorn
  let database: Database
  beforeAll(async () => {
    posthorn = await startPosthorn({ services: ['api', 'ingest'] })
    database = openDatabase(posthorn.database)
  })
  afterAll(async () => {
    await database.close()
    await posthorn.stop()
  })

  const inWeeks = (count: number) => new Date(Date.now() + count * WEEK_MS)
  /** The partition of a week, named after its Monday. */
  const weekOf = (table: string, at: Date) => {
    const monday = new Date(at)
    monday.setUTCDate(at.getUTCDate() - ((at.getUTCDay() + 6) % 7))
    return `${table}_${monday.toISOString().slice(0, 10).replaceAll('-', '_')}`
  }
  const partitionOf = async (table: string, column: string, id: string) => {
    const rows = await posthorn.database.query<{ name: string }>(
      `SELECT tableoid::regclass::text AS name FROM ${table} WHERE ${column} = $1`,
      [id],
    )
    return rows.map(({ name }) => name)
  }
  const partitionsOf = async (table: string) => {
    const rows = await posthorn.database.query<{ name: string }>(
      'SELECT relid::regclass::text AS name FROM pg_partition_tree($1) WHERE isleaf ORDER BY name',
      [table],
    )
    return rows.map(({ name }) => name)
  }

  /** Stores an event as if it had been published at another time, with a delivery to each of these endpoints. */
  async function storeEventOf({ id }: Tenant, at: Date, endpointIds: string[] = []) {
    const eventId = newId('event', at)
    const deliveries = endpointIds.map((endpointId) => ({
      id: newId('delivery', at),
      endpointId: endpointId as ReturnType<typeof newId<'endpoint'>>,
    }))
    const storing = await createEventBatcher(database)({
      id: eventId,
      tenantId: TenantId.parse(id),
      type: 'order.paid',
      timestamp: at,
      externalId: undefined,
      sourceId: undefined,
      contentType: 'application/json',
      body: Buffer.from(`{"id":"${eventId}","type":"order.paid","data":{}}`),
      dataStart: 64,
      raw: undefined,
      headers: undefined,
      traceId: '0'.repeat(32),
      hops: 0,
      createdAt: at,
      deliveries,
    })
    expect(storing).toBe('stored')
    return { eventId, deliveryIds: deliveries.map((delivery) => delivery.id) }
  }

  const idsAt = async (path: string) => {
    const { status, body } = await posthorn.api.get<{ data: { id: string }[] }>(path)
    expect(status).toBe(200)
    return body.data.map(({ id }) => id)
  }

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
      expect(await partitionsOf(table)).toEqual([`${table}_default`, `${table}_first`, ...own].toSorted())
    }
  })

  it.each([0, 1, 2, 3])(
    'stores rows in the partition of their week and finds them there: %i weeks from now',
    async (weeks) => {
      const at = inWeeks(weeks)
      const partition = (table: keyof typeof WEEKS_OF_FIRST) => [
        weeks <= WEEKS_OF_FIRST[table] ? `${table}_first` : weekOf(table, at),
      ]
      const tenant = await posthorn.createTenant()
      const endpoint = await tenant.endpoint({ url: 'https://example.com/' })
      const source = await tenant.source({ name: 'pay', provider: 'stripe', secrets: ['whsec_1'] })

      const { eventId, deliveryIds } = await storeEventOf(tenant, at, [endpoint.id])
      expect(await partitionOf('events', 'id', eventId)).toEqual(partition('events'))
      expect(await idsAt(`${tenant.path}/events`)).toEqual([eventId])
      expect((await posthorn.api.get(`${tenant.path}/events/${eventId}`)).status).toBe(200)
      expect(await idsAt(`${tenant.path}/events/${eventId}/deliveries`)).toEqual(deliveryIds)

      expect(await partitionOf('deliveries', 'id', deliveryIds[0] ?? '')).toEqual(partition('deliveries'))
      const attempts = await attempt(deliveryIds)
      expect(attempts).toHaveLength(1)
      expect(await partitionOf('attempts', 'delivery_id', deliveryIds[0] ?? '')).toEqual(
        partition('attempts'),
      )
      expect(await idsAt(`${tenant.path}/deliveries/${deliveryIds[0]}/attempts`)).toHaveLength(1)

      const request = {
        id: newId('request', at),
        sourceId: source.id,
        contentType: undefined,
        userAgent: undefined,
        bodyBytes: 0,
        secret: undefined,
        receivedAt: at,
      }
      await storeRejectedRequest(database, request, {
        cause: 'missing_header',
        detail: 'A header that the signature needs is missing.',
        sealed: Buffer.alloc(100),
        isWhole: false,
      })
      expect(await partitionOf('requests', 'id', request.id)).toEqual(partition('requests'))
      expect(await idsAt(`${tenant.path}/sources/${source.id}/requests`)).toEqual([request.id])
    },
  )

  /** Makes a successful attempt for each. */
  async function attempt(ids: DeliveryId[]) {
    const claimed = await claimDeliveries(database, ids)
    const records = claimed.flatMap((result) =>
      result.kind === 'claimed' ? attemptRecordOf(result.delivery) : [],
    )
    await recordAttempts(database, records)
    return records
  }

  it('stores rows without a partition in the default one, and lists them in order with the others', async () => {
    const tenant = await posthorn.createTenant()
    const times = [FAR, inWeeks(2), inWeeks(1), inWeeks(0), inWeeks(-50)]
    const stored: EventId[] = []
    for (const at of times.toReversed()) stored.unshift((await storeEventOf(tenant, at)).eventId)

    expect(await partitionOf('events', 'id', stored[0] ?? '')).toEqual(['events_default'])
    expect(await partitionOf('events', 'id', stored[4] ?? '')).toEqual(['events_first'])
    const page = async (query: string) => {
      const { body } = await posthorn.api.get<{ data: { id: string }[]; nextCursor: string | null }>(
        `${tenant.path}/events?limit=2${query}`,
      )
      return { ids: body.data.map(({ id }) => id), next: body.nextCursor }
    }
    const first = await page('')
    const second = await page(`&cursor=${first.next}`)
    const third = await page(`&cursor=${second.next}`)
    expect([...first.ids, ...second.ids, ...third.ids]).toEqual(stored)
    expect(third.next).toBeNull()
    expect((await page(`&from=${inWeeks(3).toISOString()}`)).ids).toEqual([stored[0]])
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
    for (const table of TABLES) expect(await partitionsOf(table)).toContain(weekOf(table, inWeeks(20)))
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
    const { eventId } = await storeEventOf(tenant, inWeeks(22))

    expect(await addPartitions(database, 24)).toBe(4 * TABLES.length - 1)
    expect(await addPartitions(database, 24)).toBe(0)
    expect(await partitionsOf('events')).toEqual(
      expect.arrayContaining([weekOf('events', inWeeks(21)), weekOf('events', inWeeks(24))]),
    )
    expect(await partitionOf('events', 'id', eventId)).toEqual(['events_default'])
    const { eventId: later } = await storeEventOf(tenant, inWeeks(22))
    expect(await idsAt(`${tenant.path}/events`)).toEqual([later, eventId])
  })

  it('has weeks that begin on Monday, UTC, whatever the time zone of the server', async () => {
    await posthorn.database.query("SET timezone = 'Europe/Berlin'")
    await posthorn.database.query("SELECT add_partitions(now() + interval '60 weeks')")
    await posthorn.database.query('RESET timezone')

    const weeks = Array.from({ length: 60 }, (_, index) => weekOf('attempts', inWeeks(index + 1)))
    expect(await partitionsOf('attempts')).toEqual(
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
