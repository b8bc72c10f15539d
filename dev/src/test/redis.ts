import { findOnPath } from '../on-path.ts'

/** The tests' environment for Redis, and the sentence about it in the output. */
export type RedisChoice = { env: Record<string, string>; leftOut: string | undefined }

/** The Redis at REDIS_URL, otherwise a redis-server on the PATH that the tests start themselves, otherwise none. */
export function chooseRedis(environment: Record<string, string | undefined>): RedisChoice {
  const server = findOnPath('redis-server', environment['PATH'] ?? '')
  const env: Record<string, string> = server ? { TEST_REDIS_SERVER: server } : {}
  if (server || environment['REDIS_URL']) return { env, leftOut: undefined }
  return {
    env,
    leftOut: 'Redis: no redis-server on the PATH and no REDIS_URL: the queue was tested on PostgreSQL only.',
  }
}
