import { setImmediate } from 'node:timers/promises'
import { newId, TenantId, UnavailableError } from '@posthorn/contracts'
import { type DeliveryQueue, openDeliveryQueue, type Reminder, startQueueConsumer } from '@posthorn/queue'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'
import { startReceiver } from '../../../harness/receiver.ts'
import { OWN_REDIS, startRedis, type TestRedis } from '../../../harness/redis/redis.ts'
import { startTcpProxy, type TcpProxy } from '../../../harness/tcp-proxy.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const REMINDERS_MAX = 100_000
const PART = 500
const GIVEN_UP_MS = 30_000
const RECOVERY_MS = 30_000
/** A connection is given up after 15 s without an answer. */
const TAKEN_MS = 60_000

let redis: TestRedis
let proxy: TcpProxy
let redisUrl: string

describe.runIf(OWN_REDIS)('while Redis is connected and does not reply', () => {
  beforeAll(async () => {
    redis = await startRedis()
    const { hostname, port } = new URL(redis.url)
    proxy = await startTcpProxy({ host: hostname, port: Number(port) })
    redisUrl = `redis://127.0.0.1:${proxy.port}`
  })
  afterAll(async () => {
    await proxy.close()
    await redis.stop()
  })

  describe('reminders to add', () => {
    let queue: DeliveryQueue
    beforeAll(async () => {
      queue = await openDeliveryQueue({ redisUrl, databaseUrl: 'postgresql://127.0.0.1/posthorn' }, () => {})
      await queue.assertWritable()
    })
    afterAll(async () => {
      await queue.close()
    })

    it('wait in a bounded queue, with room for other tenants, and fail together', async () => {
      proxy.hang()
      const parts = (2 * REMINDERS_MAX) / PART
      const busy = Array.from({ length: parts }, () => settled(queue.add(remindersOf('busy', PART))))
      const other = settled(queue.add(remindersOf('other', PART)))
      await setImmediate()

      const refused = busy.filter(({ error }) => error !== undefined)
      expect((parts - refused.length) * PART).toBeLessThanOrEqual(REMINDERS_MAX)
      expect(refused.length).toBeLessThan(parts)
      for (const { error } of refused) {
        expect(error).toBeInstanceOf(UnavailableError)
        expect(error).toMatchObject({ dependency: 'queue', cause: { code: 'TOO_MANY_REMINDERS' } })
      }
      expect(other.error).toBeUndefined()

      await waitUntil(
        'the rest to fail',
        async () => [...busy, other].every(({ error }) => error !== undefined),
        GIVEN_UP_MS,
      )
      for (const { error } of [...busy, other]) expect(error).toBeInstanceOf(UnavailableError)
    })

    it('are added again when Redis replies', async () => {
      await proxy.pass()
      await expect
        .poll(() => verdictOf(queue.add(remindersOf('busy', PART))), { timeout: RECOVERY_MS })
        .toBe('added')
    })
  })

  describe('jobs', () => {
    it('are taken again over new connections, also when the old ones stay open', async () => {
      const databaseUrl = 'postgresql://127.0.0.1/jobs?schema=jobs'
      const taken: string[] = []
      const consumer = startQueueConsumer({
        redisUrl,
        databaseUrl,
        handle({ deliveryIds }) {
          taken.push(...deliveryIds)
          return 'taken'
        },
        onError: () => {},
        onFailed: () => {},
      })
      const queue = await openDeliveryQueue({ redisUrl: redis.url, databaseUrl }, () => {})
      const reminders = remindersOf('a', 2)
      for (const reminder of reminders) {
        await queue.add([reminder])
        await waitUntil('the job to be taken', async () => taken.includes(reminder.deliveryId), TAKEN_MS)
        proxy.hangPresent()
      }
      expect(new Set(taken)).toEqual(new Set(reminders.map(({ deliveryId }) => deliveryId)))
      await proxy.pass()
      await consumer.close(0)
      await queue.close()
    })
  })

  describe('events', () => {
    let posthorn: Posthorn
    beforeAll(async () => {
      posthorn = await startPosthorn({ services: ['api', 'worker'], env: { REDIS_URL: redisUrl } })
    })
    afterAll(async () => {
      await proxy.pass()
      await posthorn.stopAll('api')
      await posthorn.stop()
    })

    it('are accepted, and the sweeper delivers them', async () => {
      const receiver = await startReceiver()
      const tenant = await posthorn.createTenant()
      await tenant.endpoint({ url: receiver.url })
      proxy.hang()
      for (let n = 0; n < 3; n += 1) {
        const published = await posthorn.api.post(`${tenant.path}/events`, {
          type: 'order.paid',
          data: { n },
        })
        expect(published.status).toBe(202)
      }
      const deliveries = await tenant.settled(3, RECOVERY_MS)
      expect(deliveries.map(({ status }) => status)).toEqual(Array(3).fill('succeeded'))
      await receiver.close()
    })
  })
})

function remindersOf(tenant: string, count: number): Reminder[] {
  const tenantId = TenantId.parse(tenant)
  const endpointId = newId('endpoint')
  return Array.from({ length: count }, () => ({
    tenantId,
    endpointId,
    deliveryId: newId('delivery'),
    attemptNumber: 1,
  }))
}

/** The current state of a call. */
function settled(call: Promise<void>): { error?: unknown } {
  const outcome: { error?: unknown } = {}
  call.catch((error: unknown) => {
    outcome.error = error
  })
  return outcome
}

async function verdictOf(call: Promise<void>): Promise<'added' | 'refused'> {
  return call.then(
    () => 'added',
    () => 'refused',
  )
}
