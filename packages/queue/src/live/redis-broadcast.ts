import { connectProducer, connectSubscriber } from '../connection.ts'
import { parseRedisUrl } from '../redis-url.ts'
import type { Broadcast, BroadcastListener } from './broadcast.ts'

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
  const publisher = connectProducer(redisUrl)
  const subscriber = connectSubscriber(redisUrl)
  publisher.on('error', onError)
  subscriber.on('error', onError)
  subscriber.on('message', (_channel: string, text: string) => onMessage(text))
  // After a reconnect, too.
  subscriber.on('ready', () => void subscriber.subscribe(name).then(onConnected, onError))
  return {
    async publish(text) {
      if (publisher.status !== 'ready') throw new Error('Redis is not connected')
      await publisher.publish(name, text)
    },
    async close() {
      publisher.disconnect()
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
