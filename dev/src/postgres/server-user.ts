import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'

/** The unprivileged user that PostgreSQL runs as when this process is root: PostgreSQL refuses to run as root. */
export type ServerUser = { uid: number; gid: number }

/** Undefined when this process is not root: PostgreSQL then runs as the same user. */
export function chooseServerUser(clusterDir: string): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  const owner = statSync(clusterDir, { throwIfNoEntry: false })
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  return { uid: readNobodyId('-u'), gid: readNobodyId('-g') }
}

function readNobodyId(option: '-u' | '-g'): number {
  const { stdout } = spawnSync('id', [option, 'nobody'], { encoding: 'utf8' })
  const id = Number.parseInt(stdout, 10)
  // Without the user `nobody`, Linux uses this id for it.
  return Number.isNaN(id) ? 65_534 : id
}

/** Restores the owner of a cluster that belongs to root after a copy or restore: PostgreSQL could not read it. */
export function returnToServerUser(user: ServerUser | undefined, clusterDir: string): void {
  if (!user || statSync(clusterDir).uid !== 0) return
  const { status, stderr } = spawnSync('chown', ['-R', `${user.uid}:${user.gid}`, clusterDir], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`${clusterDir} could not be given to PostgreSQL's user: ${stderr}`)
}

/** Tries as that user, because modes, ACLs, mounts and security modules all matter. */
export function canEnter(user: ServerUser, folder: string): boolean {
  return succeeds(user, 'cd "$0"', folder)
}

export function canRun(user: ServerUser, program: string): boolean {
  return succeeds(user, '"$0" --version', program)
}

function succeeds(user: ServerUser, script: string, argument: string): boolean {
  const { status } = spawnSync('/bin/sh', ['-c', script, argument], { ...user, cwd: '/', stdio: 'ignore' })
  return status === 0
}
