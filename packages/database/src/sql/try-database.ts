import { createClient, NoServerError, parseDatabaseUrl } from '@posthorn/postgres'

const REPLY_MS = 5_000

/**
 * Connects once and reads the version.
 * @returns `server_version_num`: 140000 for 14
 * @throws the error of the socket or of PostgreSQL, with its `code`
 */
export async function tryDatabase(url: string): Promise<number> {
  const client = createClient(parseDatabaseUrl(url).connectionString, { query_timeout: REPLY_MS })
  const startedMs = performance.now()
  try {
    await client.connect().catch((error: Error) => {
      // pg's own timeout error has no code.
      const isCoded = 'code' in error || error instanceof NoServerError
      const isTimeout = !isCoded && performance.now() - startedMs >= REPLY_MS - 100
      throw isTimeout ? Object.assign(error, { code: 'ETIMEDOUT' }) : error
    })
    const { rows } = await client.query<{ server_version_num: string }>('SHOW server_version_num')
    return Number(rows[0]?.server_version_num)
  } finally {
    await client.end().catch(() => {})
  }
}
