import { Redis } from 'ioredis'
import { freePort } from '../free-port.ts'
import { type Child, startChild } from '../process/child.ts'
import { waitUntil } from '../wait-until.ts'

/** A Redis for one test that can be emptied and stopped. */
export interface TestRedis {
  url: string
  empty(): Promise<void>
  /** Default: SIGKILL. */
  stop(signal?: NodeJS.Signals): Promise<void>
  /** Restarts it on the same port, empty. */
  restart(): Promise<void>
}

const external = process.env['REDIS_URL']
const server = process.env['TEST_REDIS_SERVER']

/** Backends of the queue in the tests: PostgreSQL always, Redis if there is one (`npm test` prints it). */
export const BACKENDS: readonly ('postgres' | 'redis')[] =
  server === undefined && external === undefined ? ['postgres'] : ['postgres', 'redis']

/** Whether the tests may stop and start Redis. */
export const OWN_REDIS = server !== undefined

/** @param externalDatabase the database of an external Redis, emptied before use. Default: one for each worker of the test runner. */
export async function startRedis(
  externalDatabase = process.env['VITEST_POOL_ID'] ?? '1',
): Promise<TestRedis> {
  if (server === undefined) return connectExternal(externalDatabase)
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
    ...ownDumpFile(),
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

/** A file for a dump, which a replica writes, that no other server reads at its start. */
export function ownDumpFile(): string[] {
  return ['--dbfilename', `posthorn-${crypto.randomUUID()}.rdb`]
}

/** Starts a redis-server with these arguments; resolves when it replies. */
export async function launchRedis(args: string[], url: string): Promise<Child> {
  if (server === undefined) throw new Error('no redis-server to start')
  const child = startChild(server, args, { PATH: process.env['PATH'] ?? '' })
  await waitUntil('redis-server to reply', () => {
    if (!child.isRunning()) throw new Error(`redis-server has ended:\n${child.output()}`)
    return answers(url)
  })
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

async function connectExternal(database: string): Promise<TestRedis> {
  const url = new URL(external ?? '')
  url.pathname = `/${database}`
  await emptied(url.href)
  return { url: url.href, empty: () => emptied(url.href), stop: () => Promise.resolve(), restart: refuse }
}

function refuse(): Promise<never> {
  return Promise.reject(new Error('an external Redis cannot be stopped'))
}
