import { Client, type ClientConfig, Pool, type PoolConfig } from 'pg'
import { applySessionSettings, type NewConnection, type SessionSetting } from './session-settings.ts'

/** For connecting, or for waiting for a free connection of the pool. */
const CONNECT_TIMEOUT_MS = 5000
/**
 * An idle connection that the network has dropped is found within half a minute. Without a delay the system's applies: two hours, in
 * which a connection that listens would miss everything.
 */
const KEEP_ALIVE = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 }

export interface ConnectionOptions {
  connectionString: string
  /** The `search_path`. */
  schema: string
  /** In addition to those that every session gets. */
  settings?: readonly SessionSetting[]
}

/** A pool whose connections get Posthorn's session settings before their first use. */
export function createPool(
  { connectionString, schema, settings = [] }: ConnectionOptions,
  config: Omit<PoolConfig, 'connectionString' | 'options' | 'onConnect'> = {},
): Pool {
  // The pool awaits the result of `onConnect`, which its published type does not state yet.
  const prepare = (client: NewConnection): unknown => applySessionSettings(client, schema, settings)
  return new Pool({
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    ...KEEP_ALIVE,
    ...config,
    connectionString,
    onConnect: prepare,
  })
}

/** Lends one connection with Posthorn's session settings, outside of any pool. */
export async function withConnection<Result>(
  { connectionString, schema, settings = [] }: ConnectionOptions,
  work: (client: Client) => Promise<Result>,
  config: Omit<ClientConfig, 'connectionString' | 'options'> = {},
): Promise<Result> {
  const client = new Client({
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    ...KEEP_ALIVE,
    ...config,
    connectionString,
  })
  // Without a listener, a connection that breaks while idle ends the process; with one, the next statement fails.
  client.on('error', () => {})
  await client.connect()
  try {
    await applySessionSettings(client, schema, settings)
    return await work(client)
  } finally {
    await client.end()
  }
}
