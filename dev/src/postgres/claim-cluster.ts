import path from 'node:path'
import { readSecret } from '../data-folder.ts'
import { Problem } from '../problem.ts'
import {
  makeClusterId,
  readClusterId,
  readClusterRecord,
  writeClusterId,
  writeClusterRecord,
} from './identity.ts'
import { clusterMajor } from './initialise.ts'
import { findOrphans, findOtherOwner } from './owners.ts'
import { exists, type Place } from './place.ts'
import { readLocation } from './shared-folder.ts'

/**
 * Makes sure that data directory and cluster belong together before a server is started. The caller holds the locks of
 * both.
 * @returns the id to give to a new cluster, or undefined when there is one already
 * @throws Problem that says which directory is missing, or belongs to something else, and what to do
 */
export async function claimCluster(
  dataDir: string,
  place: Place,
  onProgress: (line: string) => void,
): Promise<string | undefined> {
  const known = await readClusterId(dataDir)
  const isThere = (await clusterMajor(place.clusterDir)) !== undefined
  if (isThere) await claimExisting(dataDir, place, known)
  else if (known !== undefined || (await hasRunBefore(dataDir))) {
    throw new Problem(await lostSentence(dataDir, place))
  }
  // Only now: a cluster that is missed may be one of those that lie about.
  for (const orphan of place.home === dataDir ? [] : await findOrphans(place.home, dataDir)) {
    onProgress(orphanSentence(orphan))
  }
  return isThere ? undefined : makeClusterId()
}

/** Whether the embedded PostgreSQL has data for this data directory, be it here or elsewhere. */
export async function hasCluster(dataDir: string): Promise<boolean> {
  const home = (await readLocation(dataDir)) ?? dataDir
  return (await readClusterId(dataDir)) !== undefined || exists(path.join(home, 'postgres/PG_VERSION'))
}

async function claimExisting(dataDir: string, place: Place, known: string | undefined): Promise<void> {
  const { home, clusterDir, user } = place
  const record = await readClusterRecord(clusterDir)
  if (known !== undefined && record !== undefined && known !== record.id) {
    throw new Problem(
      `The PostgreSQL data in ${clusterDir} is not that of ${dataDir}: its id is ${record.id}, and the file ` +
        `cluster-id there says ${known}. Restore both from the same backup, or set POSTHORN_DATA_DIR to another directory.`,
    )
  }
  const owner = home === dataDir ? undefined : await findOtherOwner(home, dataDir, record)
  if (owner !== undefined) throw new Problem(copySentence({ dataDir, clusterDir, owner }))
  if ((await readSecret(path.join(dataDir, 'postgres-password'))) === undefined) {
    throw new Problem(noPasswordSentence(dataDir, clusterDir))
  }
  const id = known ?? record?.id ?? makeClusterId()
  if (record?.id !== id || record.dataDir !== dataDir) {
    await writeClusterRecord(clusterDir, { id, dataDir }, user)
  }
  await writeClusterId(dataDir, id)
}

/** Of a version without ids: its services have run, and not only on a database of the user's own. */
async function hasRunBefore(dataDir: string): Promise<boolean> {
  const isThere = await Promise.all(
    ['postgres-password', 'logs'].map((name) => exists(path.join(dataDir, name))),
  )
  return isThere.every(Boolean)
}

async function lostSentence(dataDir: string, place: Place): Promise<string> {
  const home = (await readLocation(dataDir)) ?? place.home
  return (
    `The data directory ${dataDir} belongs to a PostgreSQL database in ${path.join(home, 'postgres')}, which is not there ` +
    `any more. Restore ${home === dataDir ? path.join(home, 'postgres') : home} from the same backup. To begin with an ` +
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
    `share it. To begin with an empty database and new keys here, remove the copied data directory: rm -r ${dataDir}\n` +
    `To go on here instead of there, remove the original's: rm -r ${owner}`
  )
}

function noPasswordSentence(dataDir: string, clusterDir: string): string {
  return (
    `The file ${path.join(dataDir, 'postgres-password')} is missing, and without it the PostgreSQL data in ${clusterDir} ` +
    'cannot be opened. Restore it from the same backup, together with encryption-key and admin-key beside it. To begin ' +
    `with an empty database instead, remove the data: rm -r ${clusterDir} ${dataDir}`
  )
}

function orphanSentence(home: string): string {
  return (
    `Not used: ${home}, the PostgreSQL data of an earlier installation in this directory. Its password and keys were in ` +
    `the data directory that is gone: restore that to use it, or remove the data: rm -r ${home}`
  )
}
