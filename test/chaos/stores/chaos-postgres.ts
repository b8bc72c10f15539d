import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { applyMigrations } from '@posthorn/database/migrations'
import { ensureDatabase, type PostgresServer, startPostgres } from '@posthorn/dev/postgres'
import { migrateQueue } from '@posthorn/queue'
import { Client, type QueryResultRow } from 'pg'
import { waitUntil } from '../../harness/wait-until.ts'
import type { OutageLog } from './outages.ts'

const CONNECT_MS = 3000
const RESTART_TRIES_MAX = 20
const RESTART_PAUSE_MS = 500
const RECOVERY_MS = 60_000

/** A durable PostgreSQL that can be stopped and started: it keeps what it has committed. */
export interface ChaosPostgres {
  url: string
  /** Directory of the cluster and of the log of the server. */
  home: string
  query<Row extends QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>
  /** Stops the server: `fast` disconnects its clients, `kill` is kill -9 and leaves the rest to recovery. */
  end(how: 'fast' | 'kill'): Promise<void>
  startAgain(): Promise<void>
  /** kill -9 of one server process of a service: PostgreSQL then ends all of them and recovers. */
  killBackendOf(application: string): Promise<void>
  stop(): Promise<void>
}

export async function startChaosPostgres(folder: string, outages: OutageLog): Promise<ChaosPostgres> {
  await mkdir(folder, { mode: 0o711, recursive: true })
  const server = await startPostgres({ dataDir: folder, durable: true })
  const url = await ensureDatabase(server, 'chaos')
  await applyMigrations(url)
  await migrateQueue(url)
  const query = <Row extends QueryResultRow>(text: string, values: unknown[] = []) =>
    runQuery<Row>(url, text, values)
  let back = () => {}

  return {
    url,
    home: server.home,
    query,
    async end(how) {
      back = outages.begin('postgres')
      const gone = server.gone()
      process.kill(postmasterOf(server), how === 'kill' ? 'SIGKILL' : 'SIGINT')
      await gone
    },
    async startAgain() {
      await startWithRetries(server)
      back()
    },
    async killBackendOf(application) {
      const pid = await waitUntil('a service to be connected', () => backendOf(url, application), RECOVERY_MS)
      const isBack = outages.begin('postgres')
      process.kill(pid, 'SIGKILL')
      await waitUntil('PostgreSQL to recover', () => isUp(url), RECOVERY_MS)
      isBack()
    },
    stop: () => server.stop({ hurry: true }),
  }
}

/** A process of another service when this one has no connection. */
async function backendOf(url: string, application: string): Promise<number | undefined> {
  const rows = await runQuery<{ pid: number }>(
    url,
    `SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'posthorn-%'
    ORDER BY application_name = $1 DESC LIMIT 1`,
    [application],
  )
  return rows[0]?.pid
}

function postmasterOf({ home }: PostgresServer): number {
  return Number.parseInt(readFileSync(join(home, 'postgres/postmaster.pid'), 'utf8'), 10)
}

/** After kill -9 the processes of the server take a moment to exit, and a new server refuses to start until then. */
async function startWithRetries(server: PostgresServer): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await server.restart()
    } catch (error) {
      if (tries === RESTART_TRIES_MAX) throw error
      await sleep(RESTART_PAUSE_MS)
    }
  }
}

async function isUp(url: string): Promise<boolean> {
  // Twice: a server that is about to restart may still accept the first connection.
  for (let tries = 0; tries < 2; tries += 1) {
    if (
      !(await runQuery(url, 'SELECT 1', []).then(
        () => true,
        () => false,
      ))
    )
      return false
    await sleep(100)
  }
  return true
}

/** A connection per query, so that none can break. */
async function runQuery<Row extends QueryResultRow>(
  url: string,
  text: string,
  values: unknown[],
): Promise<Row[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS })
  client.on('error', () => {})
  await client.connect()
  try {
    const { rows } = await client.query<Row>(text, values)
    return rows
  } finally {
    await client.end().catch(() => {})
  }
}
