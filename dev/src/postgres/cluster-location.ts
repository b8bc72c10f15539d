import { chmod, cp, mkdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { UserError } from '../user-error.ts'
import { type Binaries, binariesIn, findBinaries } from './binaries.ts'
import { makeClusterId } from './identity.ts'
import { canEnter, canRun, chooseServerUser, type ServerUser } from './server-user.ts'
import { readLocation, SHARED_FOLDER, writeLocation } from './shared-folder.ts'

export type ClusterLocation = {
  /** The directory of the cluster, the server's log and the lock. */
  home: string
  /** PostgreSQL's own data directory. */
  clusterDir: string
  binaries: Binaries
  user: ServerUser | undefined
}

/** Chooses directories for cluster and binaries that PostgreSQL's user can enter. */
export async function chooseLocation(
  dataDir: string,
  onProgress: (line: string) => void,
): Promise<ClusterLocation> {
  const packaged = await findBinaries()
  const ownCluster = clusterIn(dataDir)
  const user = chooseServerUser(ownCluster)
  if (!user) return { home: dataDir, clusterDir: ownCluster, binaries: packaged, user }

  const binaries = canRun(user, packaged.postgres) ? packaged : await copyBinaries(packaged, onProgress)
  const home = await chooseHome(dataDir, user)
  const clusterDir = clusterIn(home)
  return { home, clusterDir, binaries, user: chooseServerUser(clusterDir) ?? user }
}

function clusterIn(home: string): string {
  return path.join(home, 'postgres')
}

async function chooseHome(dataDir: string, user: ServerUser): Promise<string> {
  const noted = await readLocation(dataDir)
  if (noted !== undefined) return noted
  if (canEnter(user, dataDir)) return dataDir
  if (await exists(clusterIn(dataDir))) {
    throw new UserError(
      `PostgreSQL's data is in ${dataDir}, but its user (uid ${user.uid}) can no longer enter that directory. ` +
        'Move the directory back to where it was, or let that user pass through the directories above it (chmod o+x).',
    )
  }
  // Random, not derived from the path: leftovers of an earlier installation at the same path are not used.
  return path.join(SHARED_FOLDER, makeClusterId())
}

/** Creates the directory of the cluster, unless that is the data directory itself. */
export async function makeHome(dataDir: string, home: string): Promise<void> {
  if (home === dataDir) return
  await makeReachable(home)
  await writeLocation(dataDir, home)
}

async function makeReachable(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  // Independent of the umask.
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
    // Another start may have been faster: its copy is the same.
    await rename(draft, target).catch(() => rm(draft, { recursive: true, force: true }))
  }
  return binariesIn(target, packaged.version)
}

export async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  )
}
