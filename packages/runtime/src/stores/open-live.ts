import { type Database, openPostgresBroadcast } from '@posthorn/database'
import { type LiveBus, openLiveBus, openRedisBroadcast } from '@posthorn/queue'

const REDIS_CHANNEL = 'posthorn:live'

export interface LiveOptions {
  redisUrl: string | undefined
  databaseUrl: string
  service: string
  onError: (error: Error) => void
}

/** Opens the bus for hints: on Redis if there is one, otherwise with NOTIFY of PostgreSQL. A service also starts without either. */
export function openLive(
  database: Database,
  { redisUrl, databaseUrl, service, onError }: LiveOptions,
): LiveBus {
  return openLiveBus({
    onError,
    connect(listener) {
      if (redisUrl === undefined) {
        const applicationName = `posthorn-${service}-live`
        return openPostgresBroadcast(database, { ...listener, url: databaseUrl, applicationName, onError })
      }
      // Posthorns in several schemas of a database may share a Redis.
      const channel = `${REDIS_CHANNEL}:${database.schema}`
      return openRedisBroadcast({ redisUrl, channel }, listener, onError)
    },
  })
}
