import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { applyMigrations } from '@posthorn/database/migrations'
import { migrateQueue } from '@posthorn/queue'
import { Client } from 'pg'
import type { TestDatabase } from '../database/database.ts'
import { freePort } from '../free-port.ts'
import { type Child, startChild } from '../process/child.ts'
import { waitUntil } from '../wait-until.ts'
import { asServerUser, giveToServerUser, POSTGRES_BIN, runAsServerUser } from './programs.ts'

const USER = 'posthorn'
const START_MS = 120_000
/** As a server has them, but without waiting for the disk: the tests kill processes, not machines. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  fsync: 'off',
  wal_level: 'replica',
  hot_standby: 'on',
  max_wal_senders: '5',
}

/** A PostgreSQL of Debian's package for one test. */
export interface PostgresServer {
  port: number
  url(database: string): string
  /** Runs one statement in the database `postgres`. */
  query<Row>(text: string): Promise<Row[]>
  /** A migrated database. */
  createDatabase(name: string): Promise<TestDatabase>
  /** A standby that streams from it. */
  startStandby(name: string): Promise<PostgresServer>
  /** As a machine that loses power: no process of it goes on. */
  kill(): Promise<void>
  /** Kills it and removes its data. */
  remove(): Promise<void>
}

export async function startPostgresServer(): Promise<PostgresServer> {
  const directory = await newDirectory()
  const data = join(directory, 'data')
  runAsServerUser(program('initdb'), [
    `--pgdata=${data}`,
    `--username=${USER}`,
    '--auth=trust',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--no-sync',
  ])
  return startIn(directory)
}

async function startIn(directory: string): Promise<PostgresServer> {
  const port = await freePort()
  const settings = Object.entries({ ...SETTINGS, port }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])
  const [command, args] = asServerUser(program('postgres'), ['-D', join(directory, 'data'), ...settings])
  const child = startChild(command, args, { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8' })
  const url = (database: string) => `postgresql://${USER}@127.0.0.1:${port}/${database}`
  await untilReady(child, url('postgres'))
  return {
    port,
    url,
    query: (text) => once(url('postgres'), text),
    async createDatabase(name) {
      await once(url('postgres'), `CREATE DATABASE ${name}`)
      await applyMigrations(url(name))
      await migrateQueue(url(name))
      return openTestDatabase(url(name))
    },
    async startStandby(name) {
      const standby = await newDirectory()
      const from = `host=127.0.0.1 port=${port} user=${USER} application_name=${name}`
      runAsServerUser(program('pg_basebackup'), [
        `--pgdata=${join(standby, 'data')}`,
        `--dbname=${from}`,
        '--write-recovery-conf',
        '--checkpoint=fast',
        '--no-sync',
      ])
      return startIn(standby)
    },
    kill: () => child.stop('SIGKILL'),
    async remove() {
      await child.stop('SIGKILL')
      // Its processes may still write until they notice.
      await rm(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
    },
  }
}

/** A database of a server whose end drops it. */
export function openTestDatabase(url: string): TestDatabase {
  return { url, query: (text, values) => once(url, text, values), drop: () => Promise.resolve() }
}

async function untilReady(child: Child, url: string): Promise<void> {
  const check = async () => {
    if (!child.isRunning()) throw new Error(`postgres has ended:\n${child.output()}`)
    return once(url, 'SELECT 1').then(
      () => true,
      () => false,
    )
  }
  await waitUntil('postgres to answer', check, START_MS)
}

async function once<Row>(url: string, text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    const { rows } = await client.query(text, values)
    return rows as Row[]
  } finally {
    await client.end().catch(() => {})
  }
}

async function newDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'posthorn-debian-'))
  giveToServerUser(directory)
  return directory
}

function program(name: string): string {
  if (POSTGRES_BIN === undefined) throw new Error(`no ${name}: install Debian's package postgresql`)
  return join(POSTGRES_BIN, name)
}
