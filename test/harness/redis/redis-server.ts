import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { freePort } from '../free-port.ts'
import { waitUntil } from '../wait-until.ts'
import { launchRedis, ownDumpFile } from './redis.ts'

/** A redis-server for one test that can be commanded and killed. */
export interface RedisServer {
  port: number
  url: string
  command(name: string, ...args: string[]): Promise<unknown>
  kill(): Promise<void>
}

const LOOPBACK = ['--bind', '127.0.0.1', '--appendonly', 'no', '--dir', '/tmp']

/** @param options of redis-server, without their hyphens */
export async function startRedisServer(options: Record<string, string> = {}): Promise<RedisServer> {
  const port = await freePort()
  const url = `redis://127.0.0.1:${port}`
  const args = Object.entries({ save: '', ...options }).flatMap(([name, value]) => [`--${name}`, value])
  const child = await launchRedis([...LOOPBACK, ...ownDumpFile(), '--port', String(port), ...args], url)
  return { port, url, command: commandOf(port), kill: () => child.stop('SIGKILL') }
}

/** Makes `replica` follow `primary`, and waits until it does. */
export async function follow(replica: RedisServer, primary: RedisServer): Promise<void> {
  await replica.command('REPLICAOF', '127.0.0.1', String(primary.port))
  await waitUntil('the replica to follow', async () =>
    String(await replica.command('INFO', 'replication')).includes('master_link_status:up'),
  )
}

export interface RedisSentinel {
  port: number
  command(name: string, ...args: string[]): Promise<unknown>
  stop(): Promise<void>
}

/**
 * A sentinel that watches a primary under a name. It needs a directory for its configuration file.
 * @param quorum number of sentinels that must agree that the primary is down
 */
export async function startRedisSentinel(
  name: string,
  primary: RedisServer,
  quorum = 1,
): Promise<RedisSentinel> {
  const directory = await mkdtemp(join(tmpdir(), 'posthorn-sentinel-'))
  const port = await freePort()
  const file = join(directory, 'sentinel.conf')
  await writeFile(
    file,
    [
      `port ${port}`,
      'bind 127.0.0.1',
      `dir ${directory}`,
      `sentinel monitor ${name} 127.0.0.1 ${primary.port} ${quorum}`,
      `sentinel down-after-milliseconds ${name} 500`,
      `sentinel failover-timeout ${name} 3000`,
    ].join('\n'),
  )
  const child = await launchRedis([file, '--sentinel'], `redis://127.0.0.1:${port}`)
  const command = commandOf(port)
  await waitUntil('the sentinel to know the replica', async () =>
    String(await command('SENTINEL', 'replicas', name)).includes('slave'),
  )
  return {
    port,
    command,
    async stop() {
      await child.stop('SIGKILL')
      await rm(directory, { recursive: true })
    },
  }
}

function commandOf(port: number): (name: string, ...args: string[]) => Promise<unknown> {
  return async (name, ...args) => {
    const redis = new Redis(port, '127.0.0.1')
    redis.on('error', () => {})
    try {
      return await redis.call(name, args)
    } finally {
      redis.disconnect()
    }
  }
}
