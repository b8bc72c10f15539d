import { type Client, type ClientConfig, Pool, type PoolConfig } from 'pg'
import { clientClassOf } from './servers/choosing-client.ts'
import { parseServerList } from './servers/server-list.ts'
import { applySessionSettings, type NewConnection, type SessionSetting } from './session-settings.ts'

/** For connecting, or for waiting for a free connection of the pool, without `?connect_timeout=`. */
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
  config: Omit<PoolConfig, 'connectionString' | 'connectionTimeoutMillis' | 'options' | 'onConnect'> = {},
): Pool {
  // The pool awaits the result of `onConnect`, which its published type does not state yet.
  const prepare = (client: NewConnection): unknown => applySessionSettings(client, schema, settings)
  const pool = new Pool({
    ...KEEP_ALIVE,
    ...config,
    ...serversOf(connectionString),
    onConnect: prepare,
  })
  // Of a connection that broke while it was idle, or while the pool ended: it is removed already, and without a listener Node.js would
  // end the process. Add one to log it.
  pool.on('error', () => {})
  return pool
}

/** The options for the servers of a URL, and the class of their clients. */
function serversOf(url: string) {
  const list = parseServerList(url)
  const timeoutMs = list.connectTimeoutMs ?? CONNECT_TIMEOUT_MS
  return {
    connectionString: list.servers[0],
    connectionTimeoutMillis: timeoutMs,
    Client: clientClassOf(list, timeoutMs),
  }
}

/**
 * A connection for one use, without session settings. The caller connects and ends it.
 * @param connectionString that of `parseDatabaseUrl`
 */
export function createClient(
  connectionString: string,
  config: Omit<ClientConfig, 'connectionString' | 'connectionTimeoutMillis' | 'options'> = {},
): Client {
  const { Client: ClientClass, ...servers } = serversOf(connectionString)
  const client = new ClientClass({ ...KEEP_ALIVE, ...config, ...servers })
  // Without a listener, a connection that breaks while idle ends the process; with one, the next statement fails.
  client.on('error', () => {})
  return client
}

/** Lends one connection with Posthorn's session settings, outside of any pool. */
export async function withConnection<Result>(
  { connectionString, schema, settings = [] }: ConnectionOptions,
  work: (client: Client) => Promise<Result>,
  config: Omit<ClientConfig, 'connectionString' | 'connectionTimeoutMillis' | 'options'> = {},
): Promise<Result> {
  const client = createClient(connectionString, config)
  await client.connect()
  try {
    await applySessionSettings(client, schema, settings)
    return await work(client)
  } finally {
    await client.end()
  }
}
