import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../../../harness/receiver.ts'
import { OWN_REDIS } from '../../../harness/redis/redis.ts'
import {
  follow,
  type RedisServer,
  startRedisSentinel,
  startRedisServer,
} from '../../../harness/redis/redis-server.ts'
import { startTcpProxy } from '../../../harness/tcp-proxy.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

/** Waits for many conditions, one after the other. */
const TEST_MS = 180_000
const NAME = 'mymaster'

describe.runIf(OWN_REDIS)('when another Redis becomes the primary', () => {
  let primary: RedisServer
  let replica: RedisServer
  let receiver: Receiver
  beforeEach(async () => {
    primary = await startRedisServer()
    replica = await startRedisServer()
    await follow(replica, primary)
    receiver = await startReceiver()
  })
  afterEach(async () => {
    await receiver.close()
    await Promise.all([primary.kill(), replica.kill()])
  })

  async function startAt(url: string): Promise<{ posthorn: Posthorn; publish: () => Promise<void> }> {
    const env = { REDIS_URL: url, API_RATE_LIMIT_PER_SECOND: '1000' }
    const posthorn = await startPosthorn({ services: ['api', 'worker'], env })
    const tenant: Tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url })
    const publish = async () => {
      const { status } = await posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
      expect(status).toBe(202)
    }
    return { posthorn, publish }
  }

  /** An idle connection does not notice a failover: a readiness probe writes, so each service is probed. */
  async function untilReady(posthorn: Posthorn): Promise<void> {
    for (const name of ['api', 'worker'] as const) {
      await waitUntil(`${name} to be ready`, async () => {
        const { status } = await fetch(`${posthorn.service(name).url}/readyz`)
        return status === 200
      })
    }
  }

  it(
    'producers, workers and rate limits reconnect at once, although the old primary keeps their connections open',
    async () => {
      const target = { host: '127.0.0.1', port: primary.port }
      const proxy = await startTcpProxy(target)
      const { posthorn, publish } = await startAt(`redis://127.0.0.1:${proxy.port}`)
      await publish()
      await receiver.waitFor(1)

      // As when a name or an address moves: open connections stay with the old primary, which is now a replica.
      target.port = replica.port
      await replica.command('REPLICAOF', 'NO', 'ONE')
      await follow(primary, replica)
      await publish()
      await untilReady(posthorn)
      await receiver.waitFor(2)
      await publish()
      await receiver.waitFor(3)
      await waitUntil('only its primary to be connected to the old one', async () => {
        const clients = String(await primary.command('CLIENT', 'LIST'))
          .trim()
          .split('\n')
        // A subscription to live updates may stay: a replica passes on what is published to its primary.
        return clients.every((client) => /flags=[MP]|cmd=client/.test(client))
      })
      expect(String(await replica.command('CLIENT', 'LIST'))).toContain('cmd=bzpopmin')

      await posthorn.stop()
      await proxy.close()
    },
    TEST_MS,
  )

  it(
    'named by Sentinel (redis+sentinel:), deliveries continue when the old one has died',
    async () => {
      const sentinel = await startRedisSentinel(NAME, primary)
      const { posthorn, publish } = await startAt(`redis+sentinel://127.0.0.1:${sentinel.port}/${NAME}`)
      await publish()
      await receiver.waitFor(1)

      await primary.kill()
      await publish()
      expect(receiver.received).toHaveLength(1)
      await waitUntil('the replica to be promoted', async () =>
        String(await replica.command('ROLE')).startsWith('master'),
      )
      await untilReady(posthorn)
      await receiver.waitFor(2)
      await publish()
      await receiver.waitFor(3)

      await posthorn.stop()
      await sentinel.stop()
    },
    TEST_MS,
  )
})
