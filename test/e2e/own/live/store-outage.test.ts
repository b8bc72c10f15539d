import type { PublishedEvent } from '@posthorn/contracts'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type LiveEvent, type LiveReader, readLive } from '../../../harness/live/live-stream.ts'
import { ADMIN_KEY, type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'
import { BACKENDS, OWN_REDIS, startRedis, type TestRedis } from '../../../harness/redis/redis.ts'
import { follow, startRedisSentinel, startRedisServer } from '../../../harness/redis/redis-server.ts'
import { startTcpProxy, type TcpProxy } from '../../../harness/tcp-proxy.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

/** A process without its own announcements ends its streams after 10 seconds, at its next check. */
const ENDED_MS_MAX = 30_000
const BACK_MS_MAX = 60_000
const TEST_MS = 180_000

const watch = (posthorn: Posthorn, { path }: Tenant): Promise<LiveReader> =>
  readLive(`${posthorn.service('api').url}${path}/live`, { authorization: `Bearer ${ADMIN_KEY}` })

/** Opens a stream as soon as one is given, and waits until it begins. */
async function watchAgain(posthorn: Posthorn, tenant: Tenant): Promise<LiveReader> {
  const reader = await waitUntil(
    'a stream to be given',
    async () => {
      const opened = await watch(posthorn, tenant)
      if (opened.status === 200) return opened
      opened.close()
      return undefined
    },
    BACK_MS_MAX,
  )
  await reader.begun()
  return reader
}

const namesEvent = ({ data }: LiveEvent) =>
  data?.many.includes('event') || data?.hints.some(({ kind }) => kind === 'event')

/** Publishes until a stream names an event: a process learns within seconds which tenants are watched. */
async function isHinted(posthorn: Posthorn, { path }: Tenant, reader: LiveReader): Promise<boolean> {
  return waitUntil(
    'a hint of an event',
    async () => {
      await posthorn.api.post(`${path}/events`, { type: 'a', data: {} })
      return reader.events.some(namesEvent)
    },
    BACK_MS_MAX,
  )
}

describe.each(BACKENDS.filter((backend) => backend === 'postgres' || OWN_REDIS))(
  'while the store of hints is away, on %s, a stream of live updates',
  { timeout: TEST_MS },
  (backend) => {
    let redis: TestRedis | undefined
    let proxy: TcpProxy
    let posthorn: Posthorn
    beforeAll(async () => {
      redis = backend === 'redis' ? await startRedis() : undefined
      const { hostname: host, port } = new URL(redis?.url ?? inject('postgresUrl'))
      proxy = await startTcpProxy({ host, port: Number(port) })
      const throughProxy = (url: string) =>
        Object.assign(new URL(url), { host: `127.0.0.1:${proxy.port}` }).href
      posthorn = await startPosthorn({
        services: ['api'],
        ...(redis === undefined
          ? { databaseUrl: throughProxy }
          : { env: { REDIS_URL: throughProxy(redis.url) } }),
      })
    })
    afterAll(async () => {
      await posthorn?.stop()
      await proxy?.close()
      await redis?.stop()
    })

    it.each([
      ['refuses connections', () => proxy.refuse()],
      ['does not reply', async () => proxy.hang()],
    ])('ends, is not given, and is given again: the store %s', async (_how, fail) => {
      const tenant = await posthorn.createTenant()
      const reader = await watch(posthorn, tenant)
      await reader.begun()
      await fail()
      expect(await reader.ended(ENDED_MS_MAX)).toBe(true)
      const refused = await watch(posthorn, tenant)
      expect(refused.status).toBe(503)
      refused.close()

      await proxy.pass()
      const again = await watchAgain(posthorn, tenant)
      expect(await isHinted(posthorn, tenant, again)).toBe(true)
      again.close()
    })
  },
)

describe.runIf(OWN_REDIS)('with a Redis that Sentinel names', () => {
  it(
    'live updates go on with the next primary, and say that hints may have been lost',
    async () => {
      const [primary, replica] = [await startRedisServer(), await startRedisServer()]
      await follow(replica, primary)
      const sentinel = await startRedisSentinel('mymaster', primary)
      const env = { REDIS_URL: `redis+sentinel://127.0.0.1:${sentinel.port}/mymaster` }
      const posthorn = await startPosthorn({ services: ['api'], env })
      const tenant = await posthorn.createTenant()
      let reader = await watch(posthorn, tenant)
      expect(await isHinted(posthorn, tenant, reader)).toBe(true)

      let known = reader.events.length
      await primary.kill()
      await waitUntil('the replica to be promoted', async () =>
        String(await replica.command('ROLE')).startsWith('master'),
      )
      // The stream stays when the next primary is found before its process misses an announcement. Hints from before may come late.
      const published: string[] = []
      const before = await waitUntil(
        'a hint by the next primary',
        async () => {
          if (reader.hasEnded()) {
            reader = await watch(posthorn, tenant)
            known = 0
          }
          const { body } = await posthorn.api.post<PublishedEvent>(`${tenant.path}/events`, {
            type: 'a',
            data: {},
          })
          published.push(body.id)
          const events = reader.events.slice(known)
          const hinted = events.findIndex(({ data }) => data?.hints.some(({ id }) => published.includes(id)))
          return hinted !== -1 && events.slice(0, hinted)
        },
        BACK_MS_MAX,
      )
      expect(before.some(({ name }) => name === 'ready' || name === 'resync')).toBe(true)
      reader.close()

      await posthorn.stop()
      await sentinel.stop()
      await replica.kill()
    },
    TEST_MS,
  )
})
