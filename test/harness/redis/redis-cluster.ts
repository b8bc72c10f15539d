import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { freePort } from '../free-port.ts'
import { waitUntil } from '../wait-until.ts'
import { launchRedis } from './redis.ts'

const SLOTS = 16_384
/** Offset of the port on which nodes talk to each other. */
const BUS_PORT_OFFSET = 10_000

export interface RedisClusterNode {
  /** The keys on this node. */
  keys(pattern: string): Promise<string[]>
  /** As in a power failure: its data is lost. */
  kill(): Promise<void>
  /** Restarts it as the same node of the cluster, empty. */
  restart(): Promise<void>
}

/** A Redis Cluster for one test: masters without replicas, which keep only their identity on disk. */
export interface RedisCluster {
  /** All nodes, in the form of REDIS_URL. */
  url: string
  nodes: RedisClusterNode[]
  /** Waits until all nodes report that the cluster is complete. */
  whole(): Promise<void>
  stop(): Promise<void>
}

export async function startRedisCluster(size: number): Promise<RedisCluster> {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-cluster-'))
  const ports = await Promise.all(Array.from({ length: size }, () => freePort(BUS_PORT_OFFSET)))
  const nodes = await Promise.all(ports.map((port) => startNode(port, folder)))
  const ask = (port: number, ...command: string[]) => asked(port, (redis) => redis.call('CLUSTER', command))
  for (const [index, port] of ports.entries()) {
    const from = Math.floor((index * SLOTS) / size)
    const to = Math.floor(((index + 1) * SLOTS) / size)
    const slots = Array.from({ length: to - from }, (_, slot) => String(from + slot))
    await ask(port, 'SET-CONFIG-EPOCH', String(index + 1))
    await ask(port, 'ADDSLOTS', ...slots)
    await ask(port, 'MEET', '127.0.0.1', String(ports[0]))
  }
  const cluster: RedisCluster = {
    url: ports.map((port) => `redis://127.0.0.1:${port}`).join(','),
    nodes,
    async whole() {
      for (const port of ports) {
        await waitUntil(`the node at ${port} to report a complete cluster`, async () => {
          const info = String(await ask(port, 'INFO'))
          return info.includes('cluster_state:ok') && info.includes(`cluster_known_nodes:${size}`)
        })
      }
    },
    async stop() {
      await Promise.all(nodes.map((node) => node.kill()))
      await rm(folder, { recursive: true })
    },
  }
  await cluster.whole()
  return cluster
}

async function startNode(port: number, folder: string): Promise<RedisClusterNode> {
  const options = {
    port,
    bind: '127.0.0.1',
    dir: folder,
    save: '',
    'cluster-enabled': 'yes',
    'cluster-config-file': `nodes-${port}.conf`,
    'cluster-node-timeout': 1000,
  }
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])
  const launch = () => launchRedis(args, `redis://127.0.0.1:${port}`)
  let child = await launch()
  return {
    keys: (pattern) => asked(port, (redis) => redis.keys(pattern)),
    kill: () => child.stop('SIGKILL'),
    async restart() {
      child = await launch()
    },
  }
}

async function asked<Answer>(port: number, question: (redis: Redis) => Promise<Answer>): Promise<Answer> {
  const redis = new Redis(port, '127.0.0.1')
  try {
    return await question(redis)
  } finally {
    redis.disconnect()
  }
}
