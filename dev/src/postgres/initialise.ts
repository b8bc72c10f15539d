import { execFile } from 'node:child_process'
import { chown, glob, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { UserError } from '../user-error.ts'
import type { ClusterLocation } from './cluster-location.ts'
import { type ClusterRecord, writeClusterRecord } from './identity.ts'
import { POSTGRES_ENV, SUPERUSER } from './settings.ts'

const run = promisify(execFile)

/** @throws UserError when the cluster has another major version of PostgreSQL */
export async function assertUsable(location: ClusterLocation): Promise<void> {
  const major = await clusterMajor(location.clusterDir)
  const expectedMajor = String(Number.parseInt(location.binaries.version, 10))
  if (major === expectedMajor) return
  throw new UserError(
    `The data in ${location.clusterDir} was written by PostgreSQL ${major}; this Posthorn includes ${expectedMajor}. Dump it with ` +
      `PostgreSQL ${major} and restore it, or set POSTHORN_DATA_DIR to another directory.`,
  )
}

/** Creates a cluster with its record. */
export async function createCluster(
  { clusterDir, binaries, user }: ClusterLocation,
  { password, durable, record }: { password: string; durable: boolean; record: ClusterRecord },
): Promise<void> {
  await removeDrafts(clusterDir)
  // Renamed when complete, so that an interrupted initdb is not mistaken for a database. It may still run, so each has
  // its own directory.
  const draft = `${clusterDir}.new-${process.pid}-${Date.now()}`
  const passwordFile = `${draft}.password`
  await mkdir(draft, { mode: 0o700 })
  try {
    await writeFile(passwordFile, password, { mode: 0o600 })
    if (user) for (const file of [draft, passwordFile]) await chown(file, user.uid >>> 0, user.gid >>> 0)
    const identity = ['-U', SUPERUSER, `--pwfile=${passwordFile}`, '--auth=scram-sha-256']
    // Sorts by code point like C, maps case beyond ASCII, and is the same on every machine.
    const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
    const sync = durable ? [] : ['--no-sync']
    const args = ['-D', draft, ...identity, ...locale, ...sync]
    await run(binaries.initdb, args, { ...user, cwd: '/', env: POSTGRES_ENV })
    await writeClusterRecord(draft, record, user)
  } catch (cause) {
    await rm(draft, { recursive: true, force: true })
    throw new UserError(`initdb could not create a cluster in ${clusterDir}:\n${outputOf(cause)}`, { cause })
  } finally {
    await rm(passwordFile, { force: true })
  }
  await rename(draft, clusterDir)
}

/** The error output of initdb has the cause, such as no space left. */
function outputOf(error: unknown): string {
  const { message, stderr } = Object(error)
  return (typeof stderr === 'string' && stderr.trim()) || String(message)
}

async function removeDrafts(clusterDir: string): Promise<void> {
  for await (const draft of glob(`${path.basename(clusterDir)}.new-*`, { cwd: path.dirname(clusterDir) })) {
    await rm(path.join(path.dirname(clusterDir), draft), { recursive: true, force: true }).catch(() => {})
  }
}

/** The version in PG_VERSION; undefined without a cluster. */
export async function clusterMajor(clusterDir: string): Promise<string | undefined> {
  const version = await readFile(path.join(clusterDir, 'PG_VERSION'), 'utf8').catch(() => undefined)
  return version?.trim()
}
