import { randomBytes } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import path from 'node:path'
import { makeDataFolder, readOrMakeSecret } from '../data-folder.ts'
import { lockFolder } from '../folder-lock.ts'
import { findFreePort, isPortFree } from './free-port.ts'
import { initialiseCluster } from './initialise.ts'
import { stopLeftover } from './leftover.ts'
import { choosePlace, type Place } from './place.ts'
import { type ServerProcess, startServerProcess } from './server-process.ts'
import { SUPERUSER } from './settings.ts'

const PORT_ATTEMPTS = 5

export type StartPostgresOptions = {
  /** Made if missing. Holds the password and, where its user can enter, the cluster. */
  dataDir: string
  /** False trades the safety of the data for speed: for tests. */
  durable: boolean
  /** Told in short sentences what takes time. */
  onProgress?: (line: string) => void
}

export type PostgresServer = {
  /** The superuser's connection string for a database. */
  url(database: string): string
  port: number
  /** Where the cluster and the server's log are: `dataDir`, or as root sometimes a folder in /var/lib/posthorn. */
  home: string
  /** Resolves when the server is gone, also by `stop`. After a `restart` it is another promise. */
  gone(): Promise<unknown>
  /** Starts the server again on the same port when it is gone. */
  restart(): Promise<void>
  /** Resolves when the server is gone. It waits some seconds for clients to leave, unless it is told to hurry. */
  stop(options?: { hurry?: boolean }): Promise<void>
}

/**
 * Starts the PostgreSQL from the npm package on a free port of 127.0.0.1. However the calling process ends, the
 * server is stopped with it.
 */
export async function startPostgres(options: StartPostgresOptions): Promise<PostgresServer> {
  const { durable, onProgress = () => {} } = options
  await makeDataFolder(options.dataDir)
  const dataDir = await realpath(options.dataDir)
  const place = await choosePlace(dataDir, onProgress)
  const lock = await lockFolder(options.dataDir, path.join(place.home, 'postgres.lock'), onProgress)
  try {
    const password = await readOrMakeSecret(path.join(dataDir, 'postgres-password'), makePassword)
    await stopLeftover(place, onProgress)
    await initialiseCluster(place, { password, durable, onProgress })
    onProgress('Starting PostgreSQL')
    const first = await startOnFreePort(place, { password, durable })
    return createServer(place, lock, { ...first, password, durable, onProgress })
  } catch (error) {
    lock.release()
    throw error
  }
}

type RunningServer = {
  port: number
  process: ServerProcess
  password: string
  durable: boolean
  onProgress: (line: string) => void
}

function createServer(
  place: Place,
  lock: { markStopping(): void; release(): void },
  { port, process: first, password, durable, onProgress }: RunningServer,
): PostgresServer {
  let current = first
  const url = (database: string) => connectionString({ port, password, database })
  return {
    url,
    port,
    home: place.home,
    gone: () => current.gone,
    async restart() {
      await stopLeftover(place, onProgress)
      current = await startServerProcess(place, { port, durable, url: url('postgres') })
    },
    async stop({ hurry = false } = {}) {
      lock.markStopping()
      await current.stop({ hurry })
      // Its keeper may have been killed, and with it the only one to stop the server.
      await stopLeftover(place, onProgress)
      lock.release()
    },
  }
}

/** Between choosing a port and listening on it somebody else may take it: then another one is tried. */
async function startOnFreePort(place: Place, { password, durable }: { password: string; durable: boolean }) {
  for (let attempt = 1; ; attempt++) {
    const port = await findFreePort()
    const url = connectionString({ port, password, database: 'postgres' })
    try {
      return { port, process: await startServerProcess(place, { port, durable, url }) }
    } catch (error) {
      if (attempt === PORT_ATTEMPTS || (await isPortFree(port))) throw error
    }
  }
}

function connectionString({
  port,
  password,
  database,
}: {
  port: number
  password: string
  database: string
}) {
  return `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`
}

function makePassword(): string {
  return randomBytes(24).toString('base64url')
}
