import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { readClusterId, readClusterRecord } from './identity.ts'
import { homeByPath, readLocation, SHARED_FOLDER } from './shared-folder.ts'

/**
 * The other data directory that the cluster in `home` belongs to, if any: `dataDir` is then a copy of it. After a move
 * nothing exists at the recorded path.
 */
export async function findOtherOwner(
  home: string,
  dataDir: string,
  record: { id: string; dataDir: string } | undefined,
): Promise<string | undefined> {
  const candidates = record ? [record.dataDir] : await dataDirsNearby(home, dataDir)
  for (const candidate of candidates) {
    if (!(await isSameFolder(candidate, dataDir)) && (await isUsing(candidate, home, record?.id)))
      return candidate
  }
  return undefined
}

/** Clusters that were created for a data directory at this path, except its current one. */
export async function findOrphans(home: string, dataDir: string): Promise<string[]> {
  const names = await readdir(SHARED_FOLDER).catch(() => [])
  const homes = names.map((name) => path.join(SHARED_FOLDER, name)).filter((each) => each !== home)
  const isOrphan = await Promise.all(homes.map((each) => isMadeFor(each, dataDir)))
  return homes.filter((_, index) => isOrphan[index])
}

async function isMadeFor(home: string, dataDir: string): Promise<boolean> {
  const clusterDir = path.join(home, 'postgres')
  if (!(await isFolder(clusterDir))) return false
  const record = await readClusterRecord(clusterDir).catch(() => undefined)
  return record ? record.dataDir === dataDir : home === homeByPath(dataDir)
}

async function isUsing(dataDir: string, home: string, id: string | undefined): Promise<boolean> {
  if ((await readLocation(dataDir)) !== home) return false
  const known = await readClusterId(dataDir)
  return known === undefined || id === undefined || known === id
}

/**
 * Without a record, the only hint is the name of `home`, a hash of the path of its data directory. The search covers the
 * directories beside the project, where copies usually are.
 */
async function dataDirsNearby(home: string, dataDir: string): Promise<string[]> {
  if (home === homeByPath(dataDir)) return []
  const project = path.dirname(dataDir)
  const siblings = await readdir(path.dirname(project), { withFileTypes: true }).catch(() => [])
  return siblings
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join(path.dirname(project), entry.name, path.basename(dataDir)))
    .filter((candidate) => homeByPath(candidate) === home)
}

async function isSameFolder(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map((folder) => stat(folder).catch(() => undefined)))
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino
}

async function isFolder(folder: string): Promise<boolean> {
  return stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  )
}
