import { randomBytes } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import path from 'node:path'
import { makeDataFolder, readOrMakeSecret } from '../data-folder.ts'
import { Locks, lockFolder } from '../folder-lock.ts'
import { claimCluster } from './claim-cluster.ts'
import { findFreePort, isPortFree } from './free-port.ts'
import { writeClusterId } from './identity.ts'
import { assertUsable, createCluster } from './initialise.ts'
import { stopLeftover } from './leftover.ts'
import { choosePlace, exists, makeHome, type Place } from './place.ts'
import { type ServerProcess, startServerProcess } from './server-process.ts'
import { returnToServerUser } from './server-user.ts'
import { SUPERUSER } from './settings.ts'

const PORT_ATTEMPTS = 5
const LOCK_FILE = 'postgres.lock'

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
  /** Where the cluster and the server's log are: `dataDir`, or as root sometimes a directory in /var/lib/posthorn. */
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
  const locks = new Locks()
  try {
    locks.add(await lockFolder(options.dataDir, path.join(dataDir, LOCK_FILE), onProgress))
    const place = await choosePlace(dataDir, onProgress)
    const password = await provideCluster(dataDir, place, { durable, onProgress, locks })
    onProgress(`Starting PostgreSQL with its data in ${place.clusterDir}`)
    const first = await startOnFreePort(place, { password, durable, dataDir })
    return createServer(place, locks, { ...first, password, durable, dataDir, onProgress })
  } catch (error) {
    locks.release()
    throw error
  }
}

/** Finds the cluster of the data directory, or makes one at the first start. Returns its password. */
async function provideCluster(
  dataDir: string,
  place: Place,
  { durable, onProgress, locks }: Pick<RunningServer, 'durable' | 'onProgress'> & { locks: Locks },
): Promise<string> {
  const { home } = place
  const lockHome = async () => locks.add(await lockFolder(home, path.join(home, LOCK_FILE), onProgress))
  const isElsewhere = home !== dataDir
  const isMade = await exists(home)
  // A copy of the data directory has a lock of its own, but no cluster.
  if (isElsewhere && isMade) await lockHome()
  const newId = await claimCluster(dataDir, place, onProgress)
  const password = await readOrMakeSecret(path.join(dataDir, 'postgres-password'), makePassword)
  if (newId === undefined) {
    await stopLeftover(place, onProgress)
    returnToServerUser(place.user, place.clusterDir)
    await assertUsable(place)
  } else {
    onProgress(`Creating a PostgreSQL cluster in ${place.clusterDir}`)
    await makeHome(dataDir, home)
    if (isElsewhere && !isMade) await lockHome()
    await createCluster(place, { password, durable, record: { id: newId, dataDir } })
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
  place: Place,
  locks: Locks,
  { port, process: first, password, durable, dataDir, onProgress }: RunningServer,
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
      current = await startServerProcess(place, { port, durable, url: url('postgres'), dataDir })
    },
    async stop({ hurry = false } = {}) {
      locks.markStopping()
      await current.stop({ hurry })
      // Its keeper may have been killed, and with it the only one to stop the server.
      await stopLeftover(place, onProgress)
      locks.release()
    },
  }
}

/** Between choosing a port and listening on it somebody else may take it: then another one is tried. */
async function startOnFreePort(
  place: Place,
  { password, durable, dataDir }: Pick<RunningServer, 'password' | 'durable' | 'dataDir'>,
) {
  for (let attempt = 1; ; attempt++) {
    const port = await findFreePort()
    const url = connectionString({ port, password, database: 'postgres' })
    try {
      return { port, process: await startServerProcess(place, { port, durable, url, dataDir }) }
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
