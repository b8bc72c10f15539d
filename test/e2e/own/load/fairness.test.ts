import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createNeighbour, type Neighbour } from '../../../harness/arrivals.ts'
import { type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'
import { startReceiver } from '../../../harness/receiver.ts'
import { BACKENDS } from '../../../harness/redis/redis.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const EVENTS = 30
/** For thousands of deliveries while all other tests run. */
const DEADLINE_MS = 180_000
const SLOW_MS = 10_000
/**
 * The rule is twice the idle value plus 50 ms, which the benchmark measures. Here all tests share a few cores, so
 * each value may be off by this, still far below the time that slow endpoints take.
 */
const SLACK_MS = 3000
/** Independent of the speed of the machine: maximum requests of another tenant while an event is in flight. */
const AHEAD_MAX = 400

describe.each(BACKENDS)(
  'with the queue on %s, the events of a tenant arrive as usual while another tenant',
  (queue) => {
    let posthorn: Posthorn
    let neighbour: Neighbour
    let idleMs: number
    const cleanUp: (() => Promise<void>)[] = []
    beforeAll(async () => {
      // The tenant's share of the capacity is the same as of thousands, which would take as many sockets here.
      posthorn = await startPosthorn({
        queue,
        services: ['api', 'worker'],
        env: { WORKER_CONCURRENCY: '150' },
      })
      neighbour = await createNeighbour(posthorn)
      await neighbour.p95(EVENTS)
      const { ms } = await neighbour.p95(EVENTS)
      idleMs = ms
    }, DEADLINE_MS)
    afterEach(async () => {
      for (const each of cleanUp.splice(0)) await each()
    }, DEADLINE_MS)
    afterAll(async () => {
      await posthorn.stop()
      await neighbour.close()
    })

    /** Deleted after its test, so that the next test starts idle. */
    async function createTenant(): Promise<Tenant> {
      const tenant = await posthorn.createTenant()
      cleanUp.push(async () => {
        await posthorn.api.delete(tenant.path)
        await waitUntil(
          'its deliveries to be deleted',
          async () => {
            const [row] = await posthorn.database.query<{ count: number }>(
              'SELECT count(*)::int AS count FROM deliveries WHERE tenant_id = $1',
              [tenant.id],
            )
            return row?.count === 0
          },
          DEADLINE_MS,
        )
      })
      return tenant
    }

    async function createReceiver(delayMs = 0) {
      const over = Promise.withResolvers<void>()
      const delayed = () =>
        Promise.race([
          over.promise,
          new Promise<void>((resolve) => void setTimeout(resolve, delayMs).unref()),
        ])
      const receiver = await startReceiver(() => ({
        status: 200,
        ...(delayMs > 0 ? { after: delayed() } : {}),
      }))
      cleanUp.push(async () => {
        over.resolve()
        await receiver.close()
      })
      return receiver
    }

    async function publish(tenant: Tenant, count: number): Promise<void> {
      for (let sent = 0; sent < count; sent += 1000) {
        const events = Array.from({ length: Math.min(1000, count - sent) }, (_, number) => ({
          type: 'order.paid',
          data: { number },
        }))
        expect((await posthorn.api.post(`${tenant.path}/events/batch`, { events })).status).toBe(202)
      }
    }

    const mostMs = () => 2 * idleMs + 50 + SLACK_MS

    it.each([
      ['has sixty endpoints that are slow', { endpoints: 60, events: 40, policy: { timeoutSeconds: 30 } }],
      [
        'has an endpoint that hangs without a limit on its requests in flight',
        {
          endpoints: 1,
          events: 1000,
          policy: { maxInFlight: 1000, timeoutSeconds: 30 },
        },
      ],
    ])(
      '%s',
      async (_what, { endpoints, events, policy }) => {
        const tenant = await createTenant()
        const { url } = await createReceiver(SLOW_MS)
        for (let endpoint = 0; endpoint < endpoints; endpoint += 1) {
          await tenant.endpoint({ url: `${url}/${endpoint}`, ...policy })
        }
        await publish(tenant, events)
        await waitUntil('it to use its share of the worker', async () => {
          const [row] = await posthorn.database.query<{ count: number }>(
            'SELECT count(*)::int AS count FROM leases l JOIN deliveries d ON d.id = l.delivery_id WHERE d.tenant_id = $1',
            [tenant.id],
          )
          return (row?.count ?? 0) > 80
        })
        expect((await neighbour.p95(EVENTS)).ms).toBeLessThan(mostMs())
      },
      DEADLINE_MS,
    )

    it(
      'sends events to hundreds of endpoints',
      async () => {
        const receiver = await createReceiver()
        const tenant = await createTenant()
        for (let endpoint = 0; endpoint < 300; endpoint += 1) {
          await tenant.endpoint({ url: `${receiver.url}/${endpoint}` })
        }
        await publish(tenant, 10)
        const { counted } = await neighbour.p95(EVENTS, () => receiver.received.length)
        expect(counted).toBeLessThan(AHEAD_MAX)
        await receiver.waitFor(3000, DEADLINE_MS)
      },
      DEADLINE_MS,
    )

    it(
      'sends a backlog that built up while no worker ran',
      async () => {
        await posthorn.stopAll('worker')
        const receiver = await createReceiver()
        const tenant = await createTenant()
        for (let endpoint = 0; endpoint < 5; endpoint += 1) {
          await tenant.endpoint({ url: `${receiver.url}/${endpoint}`, maxInFlight: 1000 })
        }
        await publish(tenant, 1000)
        await posthorn.start('worker')
        await receiver.waitFor(1)
        const { counted } = await neighbour.p95(EVENTS, () => receiver.received.length)
        expect(counted).toBeLessThan(AHEAD_MAX)
        await receiver.waitFor(5000, DEADLINE_MS)
      },
      DEADLINE_MS,
    )

    it(
      'has endpoints that refuse connections, and hundreds of retries',
      async () => {
        const tenant = await createTenant()
        for (let endpoint = 0; endpoint < 5; endpoint += 1) {
          await tenant.endpoint({ url: `http://127.0.0.1:9/${endpoint}`, retrySchedule: [1, 1, 1, 1] })
        }
        await publish(tenant, 500)
        expect((await neighbour.p95(EVENTS)).ms).toBeLessThan(mostMs())
      },
      DEADLINE_MS,
    )
  },
)
