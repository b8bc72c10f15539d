import { once } from 'node:events'
import { within } from '@posthorn/batch'
import { connectProducer, connectSubscriber, type RedisConnection } from '../connection.ts'
import { parseRedisUrl } from '../redis-url.ts'
import type { Broadcast, BroadcastListener } from './broadcast.ts'

/** For the first message of a process, which connects. */
const CONNECT_MS_MAX = 2000
/** Longer than the pause between two messages of a process with streams. */
const IDLE_MS_MAX = 6000

/**
 * Broadcasts with PUBLISH and SUBSCRIBE. A Redis Cluster passes messages on to all its nodes.
 * @param channel channels are shared by all databases of a Redis, so the number of the database is added
 * @param onError receives errors of the connections, which are restored automatically
 */
export function openRedisBroadcast(
  { redisUrl, channel }: { redisUrl: string; channel: string },
  { onMessage, onConnected }: BroadcastListener,
  onError: (error: Error) => void,
): Broadcast {
  const name = `${channel}:${databaseOf(redisUrl)}`
  // Most processes publish nothing while no stream is open, and need no connection for it.
  let publisher: RedisConnection | undefined
  // An idle connection does not notice a failover: the next message uses a new one.
  let idle: NodeJS.Timeout | undefined
  const disconnect = () => {
    publisher?.disconnect()
    publisher = undefined
  }
  const subscriber = connectSubscriber(redisUrl)
  subscriber.on('error', onError)
  subscriber.on('message', (_channel: string, text: string) => onMessage(text))
  // After a reconnect, too.
  subscriber.on('ready', () => void subscriber.subscribe(name).then(onConnected, onError))
  return {
    async publish(text) {
      clearTimeout(idle)
      idle = setTimeout(disconnect, IDLE_MS_MAX).unref()
      publisher ??= connectProducer(redisUrl).on('error', onError)
      if (publisher.status !== 'ready') await within(CONNECT_MS_MAX, once(publisher, 'ready'))
      await publisher.publish(name, text)
    },
    async close() {
      clearTimeout(idle)
      disconnect()
      subscriber.disconnect()
    },
  }
}

/** A cluster has one database. */
function databaseOf(redisUrl: string): number {
  const address = parseRedisUrl(redisUrl)
  switch (address.kind) {
    case 'server':
      return Number(new URL(address.url).pathname.slice(1) || 0)
    case 'sentinel':
      return address.address.db
    case 'cluster':
      return 0
  }
}
