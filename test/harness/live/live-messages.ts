import { createHash } from 'node:crypto'
import { Redis } from 'ioredis'
import { Client } from 'pg'
import type { Posthorn, Tenant } from '../posthorn.ts'

/** The messages with which processes tell each other of watched tenants and of hints. */
export interface LiveMessages {
  /** Those that name a tenant. */
  of(tenant: Tenant): number
  close(): Promise<void>
}

/** Receives the messages of a Posthorn from now on. */
export function receiveLiveMessages({
  database,
  redis,
}: Pick<Posthorn, 'database' | 'redis'>): Promise<LiveMessages> {
  return redis === undefined ? listen(database.url) : subscribe(redis.url)
}

async function listen(databaseUrl: string): Promise<LiveMessages> {
  const messages: string[] = []
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  client.on('notification', ({ payload }) => messages.push(payload ?? ''))
  await client.query(
    `LISTEN posthorn_live_${createHash('sha256').update('public').digest('hex').slice(0, 16)}`,
  )
  return { of: countedIn(messages), close: () => client.end() }
}

async function subscribe(redisUrl: string): Promise<LiveMessages> {
  const messages: string[] = []
  const redis = new Redis(redisUrl)
  redis.on('pmessage', (_pattern: string, _channel: string, text: string) => messages.push(text))
  await redis.psubscribe('posthorn:live:*')
  return { of: countedIn(messages), close: async () => redis.disconnect() }
}

function countedIn(messages: readonly string[]) {
  return ({ id }: Tenant) => messages.filter((text) => text.includes(id)).length
}
