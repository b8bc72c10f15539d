import type { CreatedKey } from '@posthorn/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiClient } from '../../../harness/api-client.ts'
import { eventIdOf, publishLoad } from '../../../harness/load.ts'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'
import { startReceiver } from '../../../harness/receiver.ts'
import { OWN_REDIS } from '../../../harness/redis/redis.ts'
import { type RedisCluster, startRedisCluster } from '../../../harness/redis/redis-cluster.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const NODES = 3
const SHARDS = 6
const LIMIT = 5
/** Sooner than the sweeper would find them. */
const PROMPT_MS = 8000

describe.runIf(OWN_REDIS)('on a Redis Cluster of three nodes, the queue in six shards,', () => {
  let cluster: RedisCluster
  let posthorn: Posthorn
  beforeAll(async () => {
    cluster = await startRedisCluster(NODES)
    const env = { REDIS_URL: cluster.url, QUEUE_SHARDS: String(SHARDS) }
    posthorn = await startPosthorn({ services: ['api', 'worker'], env })
  })
  afterAll(async () => {
    await posthorn?.stop()
    await cluster?.stop()
  })

  it('events are delivered, and the queue uses all nodes: each shard is on one node, a node has several shards', async () => {
    const receiver = await startReceiver()
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url })
    const events = Array.from({ length: 100 }, (_, number) => ({ type: 'order.paid', data: { number } }))
    const published = await posthorn.api.post(`${tenant.path}/events/batch`, { events })
    expect(published.status).toBe(202)
    const deliveries = await tenant.settled(events.length)
    expect(deliveries.every(({ status, attemptCount }) => status === 'succeeded' && attemptCount === 1)).toBe(
      true,
    )
    expect(receiver.received).toHaveLength(events.length)

    const shardsOfNodes = await Promise.all(
      cluster.nodes.map(async (node) => new Set((await node.keys('{posthorn*')).map(shardOfKey))),
    )
    expect(shardsOfNodes.every(({ size }) => size > 0)).toBe(true)
    expect(shardsOfNodes.flatMap((shards) => [...shards]).toSorted()).toEqual(
      Array.from({ length: SHARDS }, (_, shard) => `{posthorn-${shard}}`),
    )
    await receiver.close()
  })

  it('the requests of a key are counted for all processes together', async () => {
    const tenant = await posthorn.createTenant()
    const { body } = await posthorn.api.post<CreatedKey>(`${tenant.path}/keys`, {
      role: 'read',
      rateLimitPerSecond: LIMIT,
    })
    const urls = [posthorn.service('api').url, (await posthorn.start('api')).url]
    const clients = urls.map((url) => apiClient(url, body.key))
    // All within one second as the limit counts it; retried until they are.
    const statuses = await waitUntil('both processes together to allow as many as one', async () => {
      const asks = clients.flatMap((client) => Array.from({ length: LIMIT }, () => client.get(tenant.path)))
      const answers = (await Promise.all(asks)).map(({ status }) => status)
      return answers.filter((status) => status === 200).length === LIMIT && answers
    })
    expect(statuses.toSorted((a, b) => a - b)).toEqual([...Array(LIMIT).fill(200), ...Array(LIMIT).fill(429)])
  })

  it('nothing is lost when a node loses all data and restarts empty, and its shards work again', async () => {
    const receiver = await startReceiver()
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url })
    const [, node] = cluster.nodes
    let killed: Promise<void> | undefined
    const { accepted, unanswered } = await publishLoad(posthorn.api, {
      tenant: tenant.path,
      connections: 4,
      isOver: (count) => {
        if (count >= 50) killed ??= node?.kill()
        return count >= 200
      },
    })
    await killed
    expect(unanswered).toBe(0)
    await waitUntil('readyz to report that the queue is unavailable', async () => {
      const { status } = await posthorn.api.get('/readyz')
      return status === 503
    })

    await node?.restart()
    await cluster.whole()
    await waitUntil('readyz to report that it is back', async () => {
      const { status } = await posthorn.api.get('/readyz')
      return status === 200
    })
    // The sweeper hands deliveries without a job to its worker ten seconds after they were due: now.
    await posthorn.database.query("UPDATE deliveries SET remind_at = now() WHERE status = 'pending'")
    await waitUntil('every accepted event to arrive', () =>
      new Set(accepted).isSubsetOf(new Set(receiver.received.map(eventIdOf))),
    )

    // Events published one by one have a job each, which spreads over all shards.
    const load = { tenant: tenant.path, connections: 1, isOver: (count: number) => count >= 60 }
    const { accepted: later } = await publishLoad(posthorn.api, load)
    await waitUntil(
      'what was published afterwards to arrive',
      () => new Set(later).isSubsetOf(new Set(receiver.received.map(eventIdOf))),
      PROMPT_MS,
    )
    await receiver.close()
  })
})

const shardOfKey = (key: string) => key.slice(0, key.indexOf('}') + 1)
