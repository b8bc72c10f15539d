import { Client } from 'pg'

const CONNECT_MS = 5_000

/**
 * Connects once and reads the version.
 * @returns `server_version_num`: 140000 for 14
 * @throws the error of the socket or of PostgreSQL, with its `code`
 */
export async function tryDatabase(url: string): Promise<number> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: CONNECT_MS,
  })
  client.on('error', () => {})
  const startedMs = performance.now()
  try {
    await client.connect().catch((error: Error) => {
      // pg's own timeout error has no code.
      const isTimeout = !('code' in error) && performance.now() - startedMs >= CONNECT_MS - 100
      throw isTimeout ? Object.assign(error, { code: 'ETIMEDOUT' }) : error
    })
    const { rows } = await client.query<{ server_version_num: string }>('SHOW server_version_num')
    return Number(rows[0]?.server_version_num)
  } finally {
    await client.end().catch(() => {})
  }
}
