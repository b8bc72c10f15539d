import { accessSync, constants } from 'node:fs'
import path from 'node:path'

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

function findOnPath(program: string, searchPath: string): string | undefined {
  const folders = searchPath.split(path.delimiter).filter((folder) => folder !== '')
  return folders.map((folder) => path.resolve(folder, program)).find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
