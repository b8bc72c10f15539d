import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PostgresServer, startPostgresServer } from '../harness/debian/postgres-server.ts'
import { POSTGRES_BIN, skippedText } from '../harness/debian/programs.ts'
import { publishAround, waitForEvents } from '../harness/load.ts'
import { startPosthorn } from '../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../harness/receiver.ts'
import { OWN_REDIS } from '../harness/redis/redis.ts'
import {
  follow,
  type RedisSentinel,
  type RedisServer,
  startRedisSentinel,
  startRedisServer,
} from '../harness/redis/redis-server.ts'
import { waitUntil } from '../harness/wait-until.ts'

const NAME = 'posthorn'
const QUORUM = 2
const DEADLINE_MS = 180_000
const EVENTS = 60

const HAS_PROGRAMS = OWN_REDIS && POSTGRES_BIN !== undefined
if (!HAS_PROGRAMS)
  console.log(skippedText('the failover of Redis through Sentinel', 'redis-server postgresql'))

describe.runIf(HAS_PROGRAMS)('with three sentinels', () => {
  let server: PostgresServer
  let primary: RedisServer
  let replica: RedisServer
  const sentinels: RedisSentinel[] = []
  let receiver: Receiver
  beforeAll(async () => {
    server = await startPostgresServer()
    primary = await startRedisServer()
    replica = await startRedisServer()
    await follow(replica, primary)
    for (let index = 0; index < 3; index += 1) sentinels.push(await startRedisSentinel(NAME, primary, QUORUM))
    for (const sentinel of sentinels) {
      await waitUntil('the sentinels to know each other', async () => {
        // An error while fewer are known than the quorum needs.
        const reply = await sentinel.command('SENTINEL', 'ckquorum', NAME).catch(() => '')
        return String(reply).startsWith('OK 3')
      })
    }
    receiver = await startReceiver()
  })
  afterAll(async () => {
    await Promise.all(sentinels.slice(1).map((sentinel) => sentinel.stop()))
    await Promise.all([primary.kill(), replica.kill()])
    await server.remove()
    await receiver.close()
  })

  it('the primary and the first sentinel die under load: what was accepted is delivered, without a restart', async () => {
    const hosts = sentinels.map(({ port }) => `127.0.0.1:${port}`).join(',')
    const posthorn = await startPosthorn({
      database: await server.createDatabase('posthorn'),
      services: ['api', 'worker'],
      env: { REDIS_URL: `redis+sentinel://${hosts}/${NAME}`, API_RATE_LIMIT_PER_SECOND: '10000' },
    })
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url })
    const load = { tenant: tenant.path, connections: 2, events: EVENTS, deadlineMs: DEADLINE_MS }
    const { accepted, unanswered } = await publishAround(posthorn.api, load, async () => {
      await sentinels[0]?.stop()
      await primary.kill()
      const isPromoted = async () => String(await replica.command('ROLE')).startsWith('master')
      await waitUntil('the replica to be promoted', isPromoted, DEADLINE_MS)
    })
    // Events are accepted without the queue.
    expect(unanswered).toBe(0)
    await waitForEvents(receiver, accepted, DEADLINE_MS)
    for (const name of ['api', 'worker'] as const) {
      const isReady = async () => (await fetch(`${posthorn.service(name).url}/readyz`)).status === 200
      await waitUntil(`${name} to be ready`, isReady, DEADLINE_MS)
    }
    await posthorn.stop()
  })
})
