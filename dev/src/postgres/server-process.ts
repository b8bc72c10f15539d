import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { Socket } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, DatabaseError } from 'pg'
import { UserError } from '../user-error.ts'
import type { ClusterLocation } from './cluster-location.ts'
import type { KeeperCommand } from './keeper-command.ts'
import { POSTGRES_ENV, serverArguments } from './settings.ts'

/** Crash recovery may take long before the server accepts connections. */
const READY_MS = 120_000
const POLL_MS = 40
const LOG_TAIL_LINES = 12
const LOG_BYTES_MAX = 20 * 1024 * 1024

/** Another server on the same port may have refused the password, while this one is about to exit. */
const WRONG_PASSWORD_MS = 500

export type ServerProcess = {
  /** Resolves when the server has exited, for any reason. */
  exited: Promise<unknown>
  stop(options: { hurry: boolean }): Promise<void>
}

/** Starts a keeper with its server and waits until a connection to `url` succeeds. */
export async function startServerProcess(
  location: ClusterLocation,
  options: { port: number; durable: boolean; url: string; dataDir: string },
): Promise<ServerProcess> {
  const logFile = path.join(location.home, 'postgres.log')
  const keeper = spawnKeeper(location, options, logFile)
  const exited = once(keeper, 'exit')
  const server = { exited, stop: (how: { hurry: boolean }) => stopKeeper(keeper, exited, how) }
  try {
    await untilReady(keeper, options.url)
  } catch (cause) {
    await server.stop({ hurry: true })
    if (isWrongPassword(cause))
      throw new UserError(wrongPasswordSentence(location, options.dataDir), { cause })
    throw new Error(`PostgreSQL did not start. The end of ${logFile}:\n${tail(logFile)}`, { cause })
  }
  // The keeper must not keep a caller running that ends without stop(): it then stops the server itself.
  keeper.unref()
  if (keeper.stdin instanceof Socket) keeper.stdin.unref()
  return server
}

function spawnKeeper(
  location: ClusterLocation,
  options: { port: number; durable: boolean },
  logFile: string,
): ChildProcess {
  const { user } = location
  const keeperCommand: KeeperCommand = {
    command: location.binaries.postgres,
    args: serverArguments(location.clusterDir, options),
    env: POSTGRES_ENV,
    ...(user ? { user } : {}),
  }
  rotateFullLog(logFile)
  const log = openSync(logFile, 'a', 0o600)
  try {
    return spawn(
      process.execPath,
      [path.join(import.meta.dirname, 'keeper.ts'), JSON.stringify(keeperCommand)],
      {
        cwd: '/',
        detached: true,
        stdio: ['pipe', log, log],
      },
    )
  } finally {
    closeSync(log)
  }
}

/** The server only appends, so a log that is too large is renamed before the start. */
function rotateFullLog(logFile: string): void {
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0
  if (size > LOG_BYTES_MAX) renameSync(logFile, `${logFile}.1`)
}

async function untilReady(keeper: ChildProcess, url: string): Promise<void> {
  const deadline = Date.now() + READY_MS
  let failure: unknown
  while (Date.now() < deadline) {
    if (!isRunning(keeper)) throw new Error('The server exited')
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      failure = error
    }
    await sleep(isWrongPassword(failure) ? WRONG_PASSWORD_MS : POLL_MS)
    if (isWrongPassword(failure) && isRunning(keeper)) break
  }
  if (isWrongPassword(failure)) throw failure
  throw new Error(`No connection within ${READY_MS / 1_000} seconds`, { cause: failure })
}

async function stopKeeper(
  keeper: ChildProcess,
  exited: Promise<unknown>,
  { hurry }: { hurry: boolean },
): Promise<void> {
  if (!isRunning(keeper)) return
  keeper.ref()
  keeper.stdin?.on('error', () => {})
  keeper.stdin?.write(hurry ? 'hurry' : 'stop')
  await exited
}

function isRunning(keeper: ChildProcess): boolean {
  return keeper.exitCode === null && keeper.signalCode === null
}

function wrongPasswordSentence({ clusterDir }: ClusterLocation, dataDir: string): string {
  return (
    `The password in ${path.join(dataDir, 'postgres-password')} is not that of the PostgreSQL data in ${clusterDir}. ` +
    'Restore the file from the same backup as the data, or set POSTHORN_DATA_DIR to another directory.'
  )
}

function isWrongPassword(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === '28P01'
}

function tail(logFile: string): string {
  return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-LOG_TAIL_LINES).join('\n')
}
