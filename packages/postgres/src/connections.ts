import { Client, type ClientConfig, Pool, type PoolConfig } from 'pg'
import { applySessionSettings, type NewConnection, type SessionSetting } from './session-settings.ts'

/** To connect, or to wait until a connection of the pool is free. */
const CONNECT_TIMEOUT_MS = 5000

export interface ConnectionOptions {
  connectionString: string
  /** Where unqualified names are looked up. */
  schema: string
  /** Beyond those that every session has. */
  settings?: readonly SessionSetting[]
}

/** A pool of which every connection has the settings of Posthorn before anybody gets it. */
export function createPool(
  { connectionString, schema, settings = [] }: ConnectionOptions,
  config: Omit<PoolConfig, 'connectionString' | 'options' | 'onConnect'> = {},
): Pool {
  // The pool waits for what `onConnect` returns; the published type does not know that yet.
  const prepare = (client: NewConnection): unknown => applySessionSettings(client, schema, settings)
  return new Pool({
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    ...config,
    connectionString,
    onConnect: prepare,
  })
}

/** Lends one connection with the settings of Posthorn, outside of any pool. */
export async function withConnection<Result>(
  { connectionString, schema, settings = [] }: ConnectionOptions,
  work: (client: Client) => Promise<Result>,
  config: Omit<ClientConfig, 'connectionString' | 'options'> = {},
): Promise<Result> {
  const client = new Client({
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    ...config,
    connectionString,
  })
  // One that breaks while nothing is asked of it would end the process; so, the next statement fails.
  client.on('error', () => {})
  await client.connect()
  try {
    await applySessionSettings(client, schema, settings)
    return await work(client)
  } finally {
    await client.end()
  }
}
