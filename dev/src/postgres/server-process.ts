import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { Socket } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, DatabaseError } from 'pg'
import { Problem } from '../problem.ts'
import type { KeeperOrder } from './keeper-order.ts'
import type { Place } from './place.ts'
import { POSTGRES_ENV, serverArguments } from './settings.ts'

/** Recovery after a crash may replay a lot before the first connection is let in. */
const READY_MS = 120_000
const POLL_MS = 40
const LOG_TAIL_LINES = 12
const LOG_BYTES_MAX = 20 * 1024 * 1024

/** Another server may have taken our port and refuse us, while ours is about to give up. */
const WRONG_PASSWORD_MS = 500

export type ServerProcess = {
  /** Resolves when the server is gone, for whatever reason. */
  gone: Promise<unknown>
  stop(options: { hurry: boolean }): Promise<void>
}

/** Starts a keeper with its server and waits until it lets us in at `url`. */
export async function startServerProcess(
  place: Place,
  options: { port: number; durable: boolean; url: string; dataDir: string },
): Promise<ServerProcess> {
  const logFile = path.join(place.home, 'postgres.log')
  const keeper = spawnKeeper(place, options, logFile)
  const gone = once(keeper, 'exit')
  const server = { gone, stop: (how: { hurry: boolean }) => stopKeeper(keeper, gone, how) }
  try {
    await untilReady(keeper, options.url)
  } catch (cause) {
    await server.stop({ hurry: true })
    if (isWrongPassword(cause)) throw new Problem(wrongPasswordSentence(place, options.dataDir), { cause })
    throw new Error(`PostgreSQL did not start. The end of ${logFile}:\n${tail(logFile)}`, { cause })
  }
  // A caller that ends without stop() must not be held back: the keeper then notices and stops the server.
  keeper.unref()
  if (keeper.stdin instanceof Socket) keeper.stdin.unref()
  return server
}

function spawnKeeper(
  place: Place,
  options: { port: number; durable: boolean },
  logFile: string,
): ChildProcess {
  const { user } = place
  const order: KeeperOrder = {
    command: place.binaries.postgres,
    args: serverArguments(place.clusterDir, options),
    env: POSTGRES_ENV,
    ...(user ? { user } : {}),
  }
  setFullLogAside(logFile)
  const log = openSync(logFile, 'a', 0o600)
  try {
    return spawn(process.execPath, [path.join(import.meta.dirname, 'keeper.ts'), JSON.stringify(order)], {
      cwd: '/',
      detached: true,
      stdio: ['pipe', log, log],
    })
  } finally {
    closeSync(log)
  }
}

/** The server itself only appends. What earlier starts wrote is kept, within bounds. */
function setFullLogAside(logFile: string): void {
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
  gone: Promise<unknown>,
  { hurry }: { hurry: boolean },
): Promise<void> {
  if (!isRunning(keeper)) return
  keeper.ref()
  keeper.stdin?.on('error', () => {})
  keeper.stdin?.write(hurry ? 'hurry' : 'stop')
  await gone
}

function isRunning(keeper: ChildProcess): boolean {
  return keeper.exitCode === null && keeper.signalCode === null
}

function wrongPasswordSentence({ clusterDir }: Place, dataDir: string): string {
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
