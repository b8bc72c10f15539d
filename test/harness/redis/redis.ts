import { Redis } from 'ioredis'
import { type Child, startChild } from '../child.ts'
import { freePort } from '../free-port.ts'
import { waitUntil } from '../wait-until.ts'

/** A Redis of the test's own, to be emptied and stopped. */
export interface TestRedis {
  url: string
  empty(): Promise<void>
  /** Default: SIGKILL. */
  stop(signal?: NodeJS.Signals): Promise<void>
  /** Starts it again on the same port, with nothing in it. */
  restart(): Promise<void>
}

const external = process.env['REDIS_URL']
const server = process.env['TEST_REDIS_SERVER']

/** Where the tests can have the queue: on PostgreSQL always, on Redis if there is one (`npm test` says so). */
export const BACKENDS: readonly ('postgres' | 'redis')[] =
  server === undefined && external === undefined ? ['postgres'] : ['postgres', 'redis']

/** Whether the tests may stop and start Redis. */
export const OWN_REDIS = server !== undefined

export async function startRedis(): Promise<TestRedis> {
  if (server === undefined) return connectExternal()
  const port = await freePort()
  const url = `redis://127.0.0.1:${port}`
  const args = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    '/tmp',
  ]
  let child = await launchRedis(args, url)
  return {
    url,
    empty: () => emptied(url),
    stop: (signal = 'SIGKILL') => child.stop(signal),
    async restart() {
      child = await launchRedis(args, url)
    },
  }
}

/** A redis-server of the test's own with these arguments, once it answers. */
export async function launchRedis(args: string[], url: string): Promise<Child> {
  if (server === undefined) throw new Error('there is no redis-server to be started')
  const child = startChild(server, args, { PATH: process.env['PATH'] ?? '' })
  await waitUntil('redis-server to answer', () => answers(url))
  return child
}

async function answers(url: string): Promise<boolean> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 })
  redis.on('error', () => {})
  try {
    await redis.connect()
    return (await redis.ping()) === 'PONG'
  } catch {
    return false
  } finally {
    redis.disconnect()
  }
}

async function emptied(url: string): Promise<void> {
  const redis = new Redis(url)
  await redis.flushdb()
  redis.disconnect()
}

/** A Redis that is not ours: a database of it for each worker of the test runner, emptied before use. */
async function connectExternal(): Promise<TestRedis> {
  const url = new URL(external ?? '')
  url.pathname = `/${process.env['VITEST_POOL_ID'] ?? '1'}`
  await emptied(url.href)
  return { url: url.href, empty: () => emptied(url.href), stop: () => Promise.resolve(), restart: refuse }
}

function refuse(): Promise<never> {
  return Promise.reject(new Error('this Redis is not ours to stop'))
}
