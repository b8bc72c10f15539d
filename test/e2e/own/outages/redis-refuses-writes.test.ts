import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../../../harness/receiver.ts'
import { OWN_REDIS } from '../../../harness/redis/redis.ts'
import { type RedisServer, startRedisServer } from '../../../harness/redis/redis-server.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const DOWN = { status: 503, body: { status: 'not_ready', checks: { postgresql: 'up', queue: 'down' } } }
const UP = { status: 200, body: { status: 'ready', checks: { postgresql: 'up', queue: 'up' } } }

describe.runIf(OWN_REDIS)('a Redis that replies but refuses writes', () => {
  let redis: RedisServer
  let other: RedisServer
  let posthorn: Posthorn
  let receiver: Receiver
  let tenant: Tenant
  beforeAll(async () => {
    // It cannot save in this directory, and by default it then refuses writes.
    redis = await startRedisServer({ dir: '/proc', 'stop-writes-on-bgsave-error': 'yes' })
    other = await startRedisServer()
    posthorn = await startPosthorn({ services: ['api', 'worker'], env: { REDIS_URL: redis.url } })
    receiver = await startReceiver()
    tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url })
  })
  afterAll(async () => {
    await posthorn.stop()
    await receiver.close()
    await Promise.all([redis.kill(), other.kill()])
  })

  const config = (name: string, value: string) => redis.command('CONFIG', 'SET', name, value)
  const readyzOf = async (name: 'api' | 'worker') => {
    const response = await fetch(`${posthorn.service(name).url}/readyz`)
    return { status: response.status, body: await response.json() }
  }
  const untilReadyz = async (expected: typeof DOWN | typeof UP) => {
    for (const name of ['api', 'worker'] as const) {
      await waitUntil(`readyz of ${name} to return ${expected.status}`, async () => {
        const { status } = await readyzOf(name)
        return status === expected.status
      })
      expect(await readyzOf(name)).toEqual(expected)
    }
  }

  it.each<[string, () => Promise<unknown>, () => Promise<unknown>]>([
    ['is full (OOM)', () => config('maxmemory', '1'), () => config('maxmemory', '0')],
    [
      'lacks replicas (NOREPLICAS)',
      () => config('min-replicas-to-write', '1'),
      () => config('min-replicas-to-write', '0'),
    ],
    [
      'cannot save (MISCONF)',
      async () => {
        await config('save', '3600 1')
        await redis.command('BGSAVE')
      },
      () => config('stop-writes-on-bgsave-error', 'no'),
    ],
    [
      'is a replica (READONLY)',
      () => redis.command('REPLICAOF', '127.0.0.1', String(other.port)),
      () => redis.command('REPLICAOF', 'NO', 'ONE'),
    ],
  ])(
    'because it %s: readyz names the queue, and accepted events are delivered afterwards',
    async (_why, fail, mend) => {
      await untilReadyz(UP)
      const before = receiver.received.length
      await fail()
      await untilReadyz(DOWN)
      const published = await posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
      expect(published.status).toBe(202)
      await mend()
      await untilReadyz(UP)
      await receiver.waitFor(before + 1)
    },
  )
})
