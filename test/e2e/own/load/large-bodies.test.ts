import type { DeliveryId } from '@posthorn/contracts'
import { claimDeliveries, type Database, type SizedDelivery } from '@posthorn/database'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createNeighbour, type Neighbour } from '../../../harness/arrivals.ts'
import { startWithDatabase } from '../../../harness/database/start-with-database.ts'
import { type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'
import { startReceiver } from '../../../harness/receiver.ts'

const KIB = 1024
/** The maximum size of published events; together they exceed the body memory of the worker. */
const BODY_BYTES = 900 * KIB
const EVENTS = 25
const ENDPOINTS = 4
const HEAP_MIB = 64
const DEADLINE_MS = 120_000

async function publish(posthorn: Posthorn, tenant: Tenant, bytes: number): Promise<void> {
  const event = { type: 'order.paid', data: { text: 'x'.repeat(bytes) } }
  expect((await posthorn.api.post(`${tenant.path}/events`, event)).status).toBe(202)
}

describe('while the large bodies of a tenant exceed the memory of a worker, and its endpoints hang', () => {
  let posthorn: Posthorn
  let neighbour: Neighbour
  beforeAll(async () => {
    posthorn = await startPosthorn({ services: ['api'] })
    await posthorn.start('worker', { env: { NODE_OPTIONS: `--max-old-space-size=${HEAP_MIB}` } })
    neighbour = await createNeighbour(posthorn)
  })
  afterAll(async () => {
    await posthorn.stop()
    await neighbour.close()
  })

  it(
    'the worker continues, other tenants are served at once, and all events arrive in the end',
    async () => {
      const held = Promise.withResolvers<void>()
      const receiver = await startReceiver(() => ({ status: 200, after: held.promise }))
      const tenant = await posthorn.createTenant()
      for (let endpoint = 0; endpoint < ENDPOINTS; endpoint += 1) {
        await tenant.endpoint({ url: `${receiver.url}/${endpoint}`, maxInFlight: 100, timeoutSeconds: 30 })
      }
      for (let event = 0; event < EVENTS; event += 1) await publish(posthorn, tenant, BODY_BYTES)
      await receiver.waitFor(10)

      // Well before the first request ends.
      expect((await neighbour.p95(10)).ms).toBeLessThan(10_000)
      expect(receiver.received.length).toBeLessThan(EVENTS * ENDPOINTS)
      expect(posthorn.service('worker').logged('delivery.send_failed')).toEqual([])
      expect(posthorn.service('worker').logged('queue.job_failed')).toEqual([])

      held.resolve()
      const deliveries = await tenant.settled(EVENTS * ENDPOINTS, DEADLINE_MS)
      expect(new Set(deliveries.map(({ status }) => status))).toEqual(new Set(['succeeded']))
      await receiver.close()
    },
    2 * DEADLINE_MS,
  )
})

describe('a claim', () => {
  let posthorn: Posthorn
  let database: Database
  beforeAll(async () => {
    const started = await startWithDatabase({ services: ['api'] })
    ;({ posthorn, database } = started)
    return started.stop
  })

  it('checks whether there is memory for each body, and leaves a delivery without memory unchanged', async () => {
    const tenant = await posthorn.createTenant()
    const { id } = await tenant.endpoint({ url: 'https://example.com/', rateLimitPerSecond: 1 })
    for (const bytes of [20 * KIB, 10]) await publish(posthorn, tenant, bytes)
    const rows = await posthorn.database.query<{ id: DeliveryId; bytes: number }>(
      `SELECT d.id, octet_length(e.body) AS bytes FROM deliveries d JOIN events e ON e.id = d.event_id
       WHERE d.endpoint_id = $1 ORDER BY d.id`,
      [id],
    )
    const [large, small] = rows.map((row) => row.id) as [DeliveryId, DeliveryId]
    const asked: SizedDelivery[] = []
    const hasRoomFor = (delivery: SizedDelivery) => {
      asked.push(delivery)
      return delivery.bodyBytes < KIB
    }
    // The delivery that it leaves has used nothing of the endpoint's rate limit.
    expect(await claimDeliveries(database, [large, small], { hasRoomFor })).toEqual([
      { kind: 'no_room' },
      { kind: 'claimed', delivery: expect.objectContaining({ deliveryId: small }) },
    ])
    expect(asked).toMatchObject([
      { deliveryId: large, bodyBytes: rows[0]?.bytes },
      { deliveryId: small, bodyBytes: rows[1]?.bytes },
    ])
    const [left] = await posthorn.database.query(
      `SELECT status, attempt_count, remind_at IS NOT NULL AS reminded, (SELECT count(*)::int FROM leases WHERE delivery_id = d.id) AS leases
       FROM deliveries d WHERE id = $1`,
      [large],
    )
    expect(left).toEqual({ status: 'pending', attempt_count: 0, reminded: true, leases: 0 })
    await posthorn.database.query('UPDATE endpoint_gates SET next_slot_at = NULL WHERE endpoint_id = $1', [
      id,
    ])
    expect(await claimDeliveries(database, [large])).toEqual([
      { kind: 'claimed', delivery: expect.objectContaining({ deliveryId: large, attemptNumber: 1 }) },
    ])
  })

  it("counts the provider's body for endpoints that get it", async () => {
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: 'https://example.com/' })
    await tenant.endpoint({ url: 'https://example.com/raw', payloadFormat: 'raw' })
    await publish(posthorn, tenant, 10)
    await posthorn.database.query('UPDATE events SET raw = $2 WHERE tenant_id = $1', [
      tenant.id,
      Buffer.alloc(5000),
    ])
    const rows = await posthorn.database.query<{ id: DeliveryId; body: number }>(
      `SELECT d.id, octet_length(ev.body) AS body FROM deliveries d JOIN events ev ON ev.id = d.event_id
         JOIN endpoints en ON en.id = d.endpoint_id WHERE d.tenant_id = $1 ORDER BY en.payload_format = 'raw'`,
      [tenant.id],
    )
    const bytes: number[] = []
    await claimDeliveries(
      database,
      rows.map(({ id }) => id),
      { hasRoomFor: ({ bodyBytes }) => bytes.push(bodyBytes) > 0 },
    )
    const body = rows[0]?.body ?? 0
    expect(bytes).toEqual([body, body + 5000])
  })
})
