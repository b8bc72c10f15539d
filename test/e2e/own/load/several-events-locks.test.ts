import { type EventId, newId, TenantId } from '@posthorn/contracts'
import { type ComposedEvent, createStoreInbound, createStoreSeveral, type Database } from '@posthorn/database'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../../harness/database/open-database.ts'
import { type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'
import { sendgridKeys } from '../../../harness/providers/several-events.ts'

const PROCESSES = 6
const REQUESTS = 20
const KEYS = Array.from({ length: 40 }, (_, index) => `id:${index}`)

/** Each store has queues of its own, as in a process of its own. */
describe('requests of several processes that have some of the same events', () => {
  let posthorn: Posthorn
  let tenant: Tenant
  const databases: Database[] = []
  beforeAll(async () => {
    posthorn = await startPosthorn({ services: ['api'] })
    for (let count = 0; count < PROCESSES; count += 1) databases.push(openDatabase(posthorn.database))
    tenant = await posthorn.createTenant()
  })
  afterAll(async () => {
    for (const database of databases) await database.close()
    await posthorn.stop()
  })

  it('make each event once, and do not deadlock, whatever the order of the events', async () => {
    const { publicKey } = sendgridKeys()
    const { id: sourceId } = await tenant.source({ name: 'sendgrid', provider: 'sendgrid', publicKey })
    const tenantId = TenantId.parse(tenant.id)
    const call = () => ({
      request: {
        id: newId('request'),
        sourceId,
        contentType: undefined,
        userAgent: undefined,
        secret: undefined,
        bodyBytes: 2,
        receivedAt: new Date(),
      },
      tenantId,
      dedupeWindowSeconds: 86_400,
      rulesVersion: undefined,
    })
    const newEvent = (): ComposedEvent => ({
      id: newId('event'),
      tenantId,
      type: 'sendgrid.open',
      timestamp: new Date(),
      externalId: undefined,
      sourceId,
      contentType: 'application/json',
      body: Buffer.from('{}'),
      dataStart: 0,
      raw: undefined,
      headers: undefined,
      traceId: '0'.repeat(32),
      hops: 0,
      createdAt: new Date(),
      deliveries: [],
    })

    const made: EventId[] = []
    async function storeOfProcess(database: Database, process: number): Promise<void> {
      const several = createStoreSeveral(database)
      const one = createStoreInbound(database)
      for (let number = 0; number < REQUESTS; number += 1) {
        const from = (process * 7 + number * 3) % KEYS.length
        const rotated = [...KEYS.slice(from), ...KEYS.slice(0, from)].slice(0, 2 + (number % 12))
        const keys = (process % 2 === 0 ? rotated : rotated.toReversed()).map((key) => [key])
        const [single] = keys
        const [result, alone] = await Promise.all([
          several({ ...call(), dedupeKeys: keys }, async (positions) => positions.map(newEvent)),
          one({ ...call(), dedupeKeys: single ?? [] }, newEvent),
        ])
        if (result.outcome === 'stored') made.push(...result.events.map((event) => event.id))
        if (alone.outcome === 'stored') made.push(alone.event.id)
        expect(['stored', 'duplicate']).toContain(result.outcome)
        expect(['stored', 'duplicate']).toContain(alone.outcome)
      }
    }
    await Promise.all(databases.map(storeOfProcess))

    const stored = await posthorn.database.query<{ id: EventId }>(
      'SELECT id FROM events WHERE source_id = $1 ORDER BY id',
      [sourceId],
    )
    expect(stored.map((event) => event.id)).toEqual(made.toSorted())
    expect(stored).toHaveLength(KEYS.length)
    const owners = await posthorn.database.query<{ id: EventId }>(
      'SELECT DISTINCT event_id AS id FROM dedupe_keys WHERE source_id = $1',
      [sourceId],
    )
    expect(owners).toHaveLength(KEYS.length)
    const [{ requests } = { requests: 0 }] = await posthorn.database.query<{ requests: number }>(
      'SELECT count(*)::int AS requests FROM requests WHERE source_id = $1',
      [sourceId],
    )
    expect(requests).toBe(PROCESSES * REQUESTS * 2)
  })
})
