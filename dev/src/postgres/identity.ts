import { randomBytes } from 'node:crypto'
import { chown, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { ServerUser } from './server-user.ts'

/** In the data directory: the id of the cluster that belongs to it. */
const ID_FILE = 'cluster-id'
/** In the cluster: its id, and the data directory that uses it. */
const RECORD_FILE = 'posthorn-cluster.json'

/** Identifies a cluster and its data directory, which has its password and keys and may be elsewhere. */
export type ClusterRecord = z.infer<typeof ClusterRecord>
const ClusterRecord = z.object({ id: z.string().min(1), dataDir: z.string().min(1) })

export function makeClusterId(): string {
  return randomBytes(6).toString('hex')
}

/** Undefined before the first start is complete, and in a data directory of a version without ids. */
export async function readClusterId(dataDir: string): Promise<string | undefined> {
  return (await readIfThere(path.join(dataDir, ID_FILE)))?.trim() || undefined
}

export async function writeClusterId(dataDir: string, id: string): Promise<void> {
  if ((await readClusterId(dataDir)) !== id)
    await replaceFile(path.join(dataDir, ID_FILE), `${id}\n`, { mode: 0o644 })
}

/** Undefined without a cluster, and for a cluster of a version without ids. */
export async function readClusterRecord(clusterDir: string): Promise<ClusterRecord | undefined> {
  const text = await readIfThere(path.join(clusterDir, RECORD_FILE))
  return text === undefined ? undefined : ClusterRecord.parse(JSON.parse(text))
}

/** The file belongs to the server's user, like the others of the cluster. */
export async function writeClusterRecord(
  clusterDir: string,
  record: ClusterRecord,
  user: ServerUser | undefined,
): Promise<void> {
  const file = path.join(clusterDir, RECORD_FILE)
  await replaceFile(file, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600, user })
}

async function replaceFile(
  file: string,
  content: string,
  { mode, user }: { mode: number; user?: ServerUser | undefined },
): Promise<void> {
  const draft = `${file}.${randomBytes(4).toString('hex')}`
  try {
    await writeFile(draft, content, { mode, flush: true })
    if (user) await chown(draft, user.uid >>> 0, user.gid >>> 0)
    await rename(draft, file)
  } finally {
    await rm(draft, { force: true })
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
      return undefined
    }
    throw error
  }
}
