import { connectProducer } from './connection.ts'

/** In one script, so that no count is left without an expiry. */
const COUNT = `
  local count = redis.call('INCR', KEYS[1])
  local ttl = redis.call('PTTL', KEYS[1])
  if ttl < 0 then
    redis.call('PEXPIRE', KEYS[1], ARGV[1])
    ttl = tonumber(ARGV[1])
  end
  return { count, ttl }`

/** Counts requests in windows, on Redis. */
export interface RequestCounter {
  /**
   * Counts one more request in the current window of a key, or starts the next window.
   * @throws while Redis is unavailable; it does not wait for a connection
   */
  count(key: string, windowMs: number): Promise<{ count: number; endsInMs: number }>
  close(): void
}

/** @param onError receives errors of the connection, which is restored automatically */
export function openRequestCounter(redisUrl: string, onError: (error: Error) => void): RequestCounter {
  const redis = connectProducer(redisUrl)
  redis.on('error', onError)
  return {
    async count(key, windowMs) {
      if (redis.status !== 'ready') throw new Error('Redis is not connected')
      const [count, endsInMs] = (await redis.eval(COUNT, 1, key, windowMs)) as [number, number]
      return { count, endsInMs }
    },
    close: () => redis.disconnect(),
  }
}
