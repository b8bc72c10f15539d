import { randomBytes } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import path from 'node:path'
import { makeDataFolder, readOrMakeSecret } from '../data-folder.ts'
import { Locks, lockFolder } from '../folder-lock.ts'
import { claimCluster } from './claim-cluster.ts'
import { type ClusterLocation, chooseLocation, exists, makeHome } from './cluster-location.ts'
import { findFreePort, isPortFree } from './free-port.ts'
import { writeClusterId } from './identity.ts'
import { assertUsable, createCluster } from './initialise.ts'
import { stopLeftover } from './leftover.ts'
import { type ServerProcess, startServerProcess } from './server-process.ts'
import { returnToServerUser } from './server-user.ts'
import { SUPERUSER } from './settings.ts'

const PORT_ATTEMPTS = 5
const LOCK_FILE = 'postgres.lock'

export type StartPostgresOptions = {
  /** Created if missing. Contains the password and, if PostgreSQL's user can enter it, the cluster. */
  dataDir: string
  /** False trades durability for speed, for tests. */
  durable: boolean
  /** Receives a short sentence about each slow step. */
  onProgress?: (line: string) => void
}

export type PostgresServer = {
  /** The superuser's connection URL for a database. */
  url(database: string): string
  port: number
  /** The directory of the cluster and the server's log: `dataDir`, or for root a directory in /var/lib/posthorn. */
  home: string
  /** Resolves when the server has exited, also after `stop`. Returns a new promise after `restart`. */
  gone(): Promise<unknown>
  /** Starts the server again on the same port after it has exited. */
  restart(): Promise<void>
  /** Resolves when the server has exited. Waits some seconds for clients, unless `hurry` is set. */
  stop(options?: { hurry?: boolean }): Promise<void>
}

/**
 * Starts the PostgreSQL of the npm package on a free port of 127.0.0.1. The server stops when the calling process ends,
 * however that ends.
 */
export async function startPostgres(options: StartPostgresOptions): Promise<PostgresServer> {
  const { durable, onProgress = () => {} } = options
  await makeDataFolder(options.dataDir)
  const dataDir = await realpath(options.dataDir)
  const locks = new Locks()
  try {
    locks.add(await lockFolder(options.dataDir, path.join(dataDir, LOCK_FILE), onProgress))
    const location = await chooseLocation(dataDir, onProgress)
    const password = await provideCluster(dataDir, location, { durable, onProgress, locks })
    onProgress(`Starting PostgreSQL with its data in ${location.clusterDir}`)
    const first = await startOnFreePort(location, { password, durable, dataDir })
    return createServer(location, locks, { ...first, password, durable, dataDir, onProgress })
  } catch (error) {
    locks.release()
    throw error
  }
}

/** Finds the cluster of the data directory, or creates it at the first start. Returns its password. */
async function provideCluster(
  dataDir: string,
  location: ClusterLocation,
  { durable, onProgress, locks }: Pick<RunningServer, 'durable' | 'onProgress'> & { locks: Locks },
): Promise<string> {
  const { home } = location
  const lockHome = async () => locks.add(await lockFolder(home, path.join(home, LOCK_FILE), onProgress))
  const isElsewhere = home !== dataDir
  const isMade = await exists(home)
  // A copy of the data directory has its own lock, but no cluster.
  if (isElsewhere && isMade) await lockHome()
  const newId = await claimCluster(dataDir, location, onProgress)
  const password = await readOrMakeSecret(path.join(dataDir, 'postgres-password'), makePassword)
  if (newId === undefined) {
    await stopLeftover(location, onProgress)
    returnToServerUser(location.user, location.clusterDir)
    await assertUsable(location)
  } else {
    onProgress(`Creating a PostgreSQL cluster in ${location.clusterDir}`)
    await makeHome(dataDir, home)
    if (isElsewhere && !isMade) await lockHome()
    await createCluster(location, { password, durable, record: { id: newId, dataDir } })
    await writeClusterId(dataDir, newId)
  }
  return password
}

type RunningServer = {
  port: number
  process: ServerProcess
  password: string
  durable: boolean
  dataDir: string
  onProgress: (line: string) => void
}

function createServer(
  location: ClusterLocation,
  locks: Locks,
  { port, process: first, password, durable, dataDir, onProgress }: RunningServer,
): PostgresServer {
  let current = first
  const url = (database: string) => connectionString({ port, password, database })
  return {
    url,
    port,
    home: location.home,
    gone: () => current.exited,
    async restart() {
      await stopLeftover(location, onProgress)
      current = await startServerProcess(location, { port, durable, url: url('postgres'), dataDir })
    },
    async stop({ hurry = false } = {}) {
      locks.markStopping()
      await current.stop({ hurry })
      // If the keeper was killed, the server may still run.
      await stopLeftover(location, onProgress)
      locks.release()
    },
  }
}

/** Another program may take the chosen port before the server listens: then it tries another port. */
async function startOnFreePort(
  location: ClusterLocation,
  { password, durable, dataDir }: Pick<RunningServer, 'password' | 'durable' | 'dataDir'>,
) {
  for (let attempt = 1; ; attempt++) {
    const port = await findFreePort()
    const url = connectionString({ port, password, database: 'postgres' })
    try {
      return { port, process: await startServerProcess(location, { port, durable, url, dataDir }) }
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
