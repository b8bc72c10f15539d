import path from 'node:path'
import { readSecret } from '../data-folder.ts'
import { UserError } from '../user-error.ts'
import { type ClusterLocation, exists } from './cluster-location.ts'
import {
  makeClusterId,
  readClusterId,
  readClusterRecord,
  writeClusterId,
  writeClusterRecord,
} from './identity.ts'
import { clusterMajor } from './initialise.ts'
import { findOrphans, findOtherOwner } from './owners.ts'
import { readLocation } from './shared-folder.ts'

/**
 * Checks that data directory and cluster belong together before a server is started. The caller holds the locks of both.
 * @returns the id for a new cluster, or undefined when the cluster exists
 * @throws UserError that says which directory is missing or belongs elsewhere, and what to do
 */
export async function claimCluster(
  dataDir: string,
  location: ClusterLocation,
  onProgress: (line: string) => void,
): Promise<string | undefined> {
  const known = await readClusterId(dataDir)
  const isThere = (await clusterMajor(location.clusterDir)) !== undefined
  if (isThere) await claimExisting(dataDir, location, known)
  else if (known !== undefined || (await hasRunBefore(dataDir))) {
    throw new UserError(await lostSentence(dataDir, location))
  }
  // After the check above: the missing cluster may be one of the orphans.
  for (const orphan of location.home === dataDir ? [] : await findOrphans(location.home, dataDir)) {
    onProgress(orphanSentence(orphan))
  }
  return isThere ? undefined : makeClusterId()
}

/** Whether the embedded PostgreSQL has data for this data directory, in it or elsewhere. */
export async function hasCluster(dataDir: string): Promise<boolean> {
  const home = (await readLocation(dataDir)) ?? dataDir
  return (await readClusterId(dataDir)) !== undefined || exists(path.join(home, 'postgres/PG_VERSION'))
}

async function claimExisting(
  dataDir: string,
  location: ClusterLocation,
  known: string | undefined,
): Promise<void> {
  const { home, clusterDir, user } = location
  const record = await readClusterRecord(clusterDir)
  if (known !== undefined && record !== undefined && known !== record.id) {
    throw new UserError(
      `The PostgreSQL data in ${clusterDir} is not that of ${dataDir}: its id is ${record.id}, and the file ` +
        `cluster-id there says ${known}. Restore both from the same backup, or set POSTHORN_DATA_DIR to another directory.`,
    )
  }
  const owner = home === dataDir ? undefined : await findOtherOwner(home, dataDir, record)
  if (owner !== undefined) throw new UserError(copySentence({ dataDir, clusterDir, owner }))
  if ((await readSecret(path.join(dataDir, 'postgres-password'))) === undefined) {
    throw new UserError(noPasswordSentence(dataDir, clusterDir))
  }
  const id = known ?? record?.id ?? makeClusterId()
  if (record?.id !== id || record.dataDir !== dataDir) {
    await writeClusterRecord(clusterDir, { id, dataDir }, user)
  }
  await writeClusterId(dataDir, id)
}

/** Whether a version without cluster ids has run here with the embedded PostgreSQL. */
async function hasRunBefore(dataDir: string): Promise<boolean> {
  const isThere = await Promise.all(
    ['postgres-password', 'logs'].map((name) => exists(path.join(dataDir, name))),
  )
  return isThere.every(Boolean)
}

async function lostSentence(dataDir: string, location: ClusterLocation): Promise<string> {
  const home = (await readLocation(dataDir)) ?? location.home
  return (
    `The data directory ${dataDir} belongs to a PostgreSQL database in ${path.join(home, 'postgres')}, which no longer ` +
    `exists. Restore ${home === dataDir ? path.join(home, 'postgres') : home} from the same backup. To start with an ` +
    `empty database and new keys instead, remove the data directory: rm -r ${dataDir}`
  )
}

function copySentence({
  dataDir,
  clusterDir,
  owner,
}: {
  dataDir: string
  clusterDir: string
  owner: string
}) {
  return (
    `${dataDir} is a copy of ${owner}, and the PostgreSQL data in ${clusterDir} belongs to the original: the two must not ` +
    `share it. To start with an empty database and new keys here, remove the copied data directory: rm -r ${dataDir}\n` +
    `To continue here instead of there, remove the original's: rm -r ${owner}`
  )
}

function noPasswordSentence(dataDir: string, clusterDir: string): string {
  return (
    `The file ${path.join(dataDir, 'postgres-password')} is missing, and without it the PostgreSQL data in ${clusterDir} ` +
    'cannot be opened. Restore it from the same backup, together with encryption-key and admin-key beside it. To start ' +
    `with an empty database instead, remove the data: rm -r ${clusterDir} ${dataDir}`
  )
}

function orphanSentence(home: string): string {
  return (
    `Not used: ${home}, the PostgreSQL data of an earlier installation in this directory. Its password and keys were in ` +
    `a data directory that no longer exists: restore that to use it, or remove the data: rm -r ${home}`
  )
}
