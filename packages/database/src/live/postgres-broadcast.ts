import { createHash } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { createClient, parseDatabaseUrl } from '@posthorn/postgres'
import { type Database, poolOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'

const RECONNECT_MS = 1_000
const ANSWER_MS_MAX = 5_000

const NOTIFY = { name: 'notify-live', text: 'SELECT pg_notify($1, $2)' }

export interface PostgresBroadcastOptions {
  url: string
  /** Shown in `pg_stat_activity`. */
  applicationName: string
  onMessage: (text: string) => void
  /** Called whenever the connection listens: messages of an interruption before are lost. */
  onConnected: () => void
  /** Receives errors of the connection, which is restored automatically. */
  onError: (error: Error) => void
}

/**
 * Sends text of less than 8,000 bytes to all processes that use the same schema of a database, with NOTIFY, and receives it with
 * LISTEN on a connection of its own. PgBouncer in transaction mode accepts LISTEN and passes no message on.
 */
export function openPostgresBroadcast(
  database: Database,
  { url, applicationName, onMessage, onConnected, onError }: PostgresBroadcastOptions,
): { publish(text: string): Promise<void>; close(): Promise<void> } {
  const { connectionString } = parseDatabaseUrl(url)
  const channel = channelOf(database)
  const stopped = new AbortController()
  const { signal } = stopped

  /** Until the connection breaks or is closed. */
  async function listen(): Promise<void> {
    const client = createClient(connectionString, {
      application_name: applicationName,
      query_timeout: ANSWER_MS_MAX,
    })
    const end = new Promise<void>((resolve) => void client.once('end', resolve))
    const close = () => void client.end().catch(() => {})
    client.on('notification', ({ payload }) => onMessage(payload ?? ''))
    try {
      await client.connect()
      await client.query(`LISTEN ${channel}`)
      onConnected()
      signal.addEventListener('abort', close, { once: true })
      if (!signal.aborted) await end
    } finally {
      signal.removeEventListener('abort', close)
      close()
    }
  }

  async function keepListening(): Promise<void> {
    while (!signal.aborted) {
      await listen().catch(onError)
      await setTimeout(RECONNECT_MS, undefined, { signal, ref: false }).catch(() => {})
    }
  }

  const ended = keepListening()
  return {
    async publish(text) {
      await run(poolOf(database), NOTIFY, [channel, text])
    },
    async close() {
      stopped.abort()
      await ended
    },
  }
}

/** Channels belong to a database, and its schemas may hold several Posthorns. An identifier has at most 63 bytes. */
function channelOf({ schema }: Database): string {
  return `posthorn_live_${createHash('sha256').update(schema).digest('hex').slice(0, 16)}`
}
