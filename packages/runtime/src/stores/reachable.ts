import { tryDatabase } from '@posthorn/database'
import { tryRedis } from '@posthorn/queue'
import { ConfigError } from '../config.ts'
import { describeDatabaseError, describeRedisError } from './connection-error.ts'

const OLDEST_DATABASE = 140_000

/** A store cannot be used. The message names the variable, its URL, the problem and what to do. */
export class UnreachableError extends ConfigError {}

/**
 * Checks that the PostgreSQL at DATABASE_URL can be used.
 * @throws UnreachableError
 */
export async function assertDatabaseReachable(url: string): Promise<void> {
  let version: number
  try {
    version = await tryDatabase(url)
  } catch (cause) {
    throw new UnreachableError(
      `DATABASE_URL: ${describeDatabaseError(cause, url)}\n  ${withoutPassword(url)}`,
      {
        cause,
      },
    )
  }
  if (version >= OLDEST_DATABASE) return
  const found = `${Math.floor(version / 10_000)}`
  throw new UnreachableError(
    `DATABASE_URL: expected PostgreSQL 14 or newer, got ${found}\n  ${withoutPassword(url)}`,
  )
}

/**
 * Checks that the Redis at REDIS_URL can be used.
 * @throws UnreachableError
 */
export async function assertRedisReachable(url: string): Promise<void> {
  try {
    await tryRedis(url)
  } catch (cause) {
    throw new UnreachableError(`REDIS_URL: ${describeRedisError(cause, url)}\n  ${withoutPassword(url)}`, {
      cause,
    })
  }
}

/** The URL, or several, with `***` in place of passwords. */
export function withoutPassword(url: string): string {
  return url
    .replaceAll(/(\/\/[^:@/?#]*):[^@]*@/g, '$1:***@')
    .replaceAll(/([?&][^=&]*password=)[^&,]*/gi, '$1***')
}
