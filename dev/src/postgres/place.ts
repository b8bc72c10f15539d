import { createHash } from 'node:crypto'
import { chmod, cp, mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Problem } from '../problem.ts'
import { type Binaries, binariesIn, findBinaries } from './binaries.ts'
import { canEnter, canRun, chooseServerUser, type ServerUser } from './server-user.ts'

/** Where root's PostgreSQL goes when its user cannot enter the data folder, such as one in root's home. */
const SHARED_FOLDER = '/var/lib/posthorn'

export type Place = {
  /** Holds the cluster, the server's log and the lock. */
  home: string
  /** What PostgreSQL calls its data directory. */
  clusterDir: string
  binaries: Binaries
  user: ServerUser | undefined
}

/** Finds a place for cluster and binaries that the user PostgreSQL runs as can reach. */
export async function choosePlace(dataDir: string, onProgress: (line: string) => void): Promise<Place> {
  const packaged = await findBinaries()
  const ownCluster = clusterIn(dataDir)
  const user = chooseServerUser(ownCluster)
  if (!user) return { home: dataDir, clusterDir: ownCluster, binaries: packaged, user }

  const binaries = canRun(user, packaged.postgres) ? packaged : await copyBinaries(packaged, onProgress)
  const home = await chooseHome(dataDir, user)
  if (home !== dataDir) onProgress(`PostgreSQL's data is in ${home}: its user cannot enter ${dataDir}`)
  const clusterDir = clusterIn(home)
  return { home, clusterDir, binaries, user: chooseServerUser(clusterDir) ?? user }
}

function clusterIn(home: string): string {
  return path.join(home, 'postgres')
}

async function chooseHome(dataDir: string, user: ServerUser): Promise<string> {
  const note = path.join(dataDir, 'postgres-location')
  const noted = await readNote(note)
  if (noted) return noted
  if (canEnter(user, dataDir)) return dataDir
  if (await exists(clusterIn(dataDir))) {
    throw new Problem(
      `PostgreSQL's data is in ${dataDir}, but its user (uid ${user.uid}) can no longer enter that folder. ` +
        'Move the folder back to where it was, or let that user pass through the folders above it (chmod o+x).',
    )
  }
  const hash = createHash('sha256')
    .update(await realpath(dataDir))
    .digest('hex')
    .slice(0, 12)
  const home = path.join(SHARED_FOLDER, hash)
  await makeReachable(home)
  await writeFile(note, `${home}\n`)
  return home
}

// The note goes where the folder goes, so that a renamed folder finds its database again.
async function readNote(note: string): Promise<string | undefined> {
  const home = (await readFile(note, 'utf8').catch(() => '')).trim()
  const isOurs = path.dirname(home) === SHARED_FOLDER && (await exists(home))
  return isOurs ? home : undefined
}

async function makeReachable(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  // Whatever the umask was when they were made.
  await chmod(SHARED_FOLDER, 0o755)
  await chmod(folder, 0o711)
}

async function copyBinaries(packaged: Binaries, onProgress: (line: string) => void): Promise<Binaries> {
  const target = path.join(SHARED_FOLDER, `postgresql-${packaged.version}`)
  if (!(await exists(target))) {
    onProgress(`Copying PostgreSQL to ${target}, where its user can run it`)
    const draft = `${target}.${process.pid}`
    await makeReachable(SHARED_FOLDER)
    await cp(packaged.folder, draft, { recursive: true, verbatimSymlinks: true })
    await chmod(draft, 0o755)
    // Another start may have been faster: its copy is as good.
    await rename(draft, target).catch(() => rm(draft, { recursive: true, force: true }))
  }
  return binariesIn(target, packaged.version)
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  )
}
