import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiClient } from '../harness/api-client.ts'
import { createTestDatabase, type TestDatabase } from '../harness/database/database.ts'
import { eventIdOf } from '../harness/load.ts'
import { ADMIN_KEY, createTenant } from '../harness/posthorn.ts'
import { type Received, type Receiver, startReceiver } from '../harness/receiver.ts'
import { BACKENDS, startRedis, type TestRedis } from '../harness/redis/redis.ts'
import { environmentOf } from '../harness/service.ts'
import { waitUntil } from '../harness/wait-until.ts'
import { removeCheckout } from './checkout.ts'
import { createFleet, type Fleet } from './fleet.ts'
import { CURRENT, checkOut, RELEASES, type Release } from './releases.ts'
import { startTraffic } from './traffic.ts'

const DEADLINE_MS = 120_000
/** Accepted in each state of the fleet. */
const EVENTS = 150
/** Ids end with one of 32 characters. Those with one of these are refused at the first attempt, and often retried by another process. */
const REFUSED = '0123'
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

/** On Redis as documented; on PostgreSQL another order, in which workers of the earlier version get jobs that they cannot read. */
const ORDERS = {
  redis: { up: ['worker', 'ingest', 'api'], down: ['api', 'ingest', 'worker'] },
  postgres: { up: ['api', 'ingest', 'worker'], down: ['worker', 'ingest', 'api'] },
} as const

describe.each(RELEASES)('an upgrade from version $version', (released) => {
  let earlier: Release
  beforeAll(() => {
    earlier = checkOut(released)
  })
  afterAll(() => removeCheckout(earlier.directory))

  describe.each(BACKENDS)('with the queue on %s', (queue) => {
    let database: TestDatabase
    let redis: TestRedis | undefined
    let fleet: Fleet
    let receiver: Receiver
    beforeAll(async () => {
      database = await createTestDatabase({ migrated: false })
      redis = queue === 'redis' ? await startRedis() : undefined
      fleet = await createFleet(
        environmentOf({ databaseUrl: database.url, redisUrl: redis?.url, adminKey: ADMIN_KEY }),
      )
      receiver = await startReceiver(refusingSome)
    })
    afterAll(async () => {
      await fleet.stop()
      await receiver.close()
      await redis?.stop()
      await database.drop()
    })

    it('and back, process by process under load, loses nothing, refuses nothing and delivers nothing twice', async () => {
      await fleet.migrate(earlier)
      await fleet.start(earlier)
      const api = apiClient(fleet.api.url, ADMIN_KEY)
      const tenant = await createTenant(api)
      await tenant.endpoint({ url: receiver.url, retrySchedule: [1, 2, 5, 5, 5], maxInFlight: 100 })
      const source = await tenant.source({ name: 'own', provider: 'standard-webhooks', secrets: [SECRET] })
      const traffic = startTraffic({
        eventsUrl: `${fleet.api.url}${tenant.path}/events`,
        ingestUrl: source.ingestUrl,
        secret: SECRET,
      })
      await traffic.more(EVENTS)
      await fleet.migrate(CURRENT)
      await traffic.more(EVENTS)
      for (const name of ORDERS[queue].up) {
        await fleet.replace(name, CURRENT)
        await traffic.more(EVENTS)
      }
      // Changes nothing; installations run it at each start.
      await fleet.migrate(earlier)
      for (const name of ORDERS[queue].down) {
        await fleet.replace(name, earlier)
        await traffic.more(EVENTS)
      }
      await traffic.stop()

      expect(traffic.refused).toEqual([])
      const missing = () => {
        const arrived = new Set(receiver.received.map(eventIdOf))
        return traffic.accepted.filter((id) => !arrived.has(id))
      }
      await waitUntil('every accepted event to arrive', () => missing().length === 0, DEADLINE_MS)
      await waitUntil(
        'no delivery to be pending',
        async () => {
          const rows = await database.query("SELECT FROM deliveries WHERE status = 'pending' LIMIT 1")
          return rows.length === 0
        },
        DEADLINE_MS,
      )
      const stored = await database.query(
        `SELECT (SELECT count(*)::int FROM events) AS events, status, count(*)::int AS deliveries
         FROM deliveries GROUP BY status`,
      )
      const { length } = traffic.accepted
      expect(stored).toEqual([{ events: length, status: 'succeeded', deliveries: length }])
      expect(acceptedTwice(receiver.received)).toEqual([])
      console.log(
        `${traffic.accepted.length} events accepted, the slowest reply took ${Math.round(traffic.slowestMs)} ms`,
      )
    })
  })
})

/** Refuses the first attempt of some events, and accepts everything else. */
function refusingSome(request: Received): { status: number } {
  return { status: isRefused(request) ? 503 : 200 }
}

function isRefused({ headers }: Received): boolean {
  const lastCharacter = String(headers['x-webhook-delivery']).at(-1) ?? ''
  return headers['x-webhook-attempt'] === '1' && REFUSED.includes(lastCharacter)
}

/** Deliveries that were accepted by the receiver and sent again. */
function acceptedTwice(received: readonly Received[]): string[] {
  const accepted = received.filter((request) => !isRefused(request))
  const ids = accepted.map(({ headers }) => String(headers['x-webhook-delivery']))
  return [...Map.groupBy(ids, (id) => id)].filter(([, same]) => same.length > 1).map(([id]) => id)
}
