import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'

/** The unprivileged user PostgreSQL runs as when we are root, which it refuses to be. */
export type ServerUser = { uid: number; gid: number }

/** Undefined when we are not root: then PostgreSQL simply runs as we do. */
export function chooseServerUser(clusterDir: string): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  const owner = statSync(clusterDir, { throwIfNoEntry: false })
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  return { uid: lookUpNobody('-u'), gid: lookUpNobody('-g') }
}

function lookUpNobody(option: '-u' | '-g'): number {
  const { stdout } = spawnSync('id', [option, 'nobody'], { encoding: 'utf8' })
  const id = Number.parseInt(stdout, 10)
  // Every Linux without a `nobody` in its user list still has this id for it.
  return Number.isNaN(id) ? 65_534 : id
}

/** A cluster is never root's; one that is was copied or restored without its owner, and PostgreSQL could not read it. */
export function returnToServerUser(user: ServerUser | undefined, clusterDir: string): void {
  if (!user || statSync(clusterDir).uid !== 0) return
  const { status, stderr } = spawnSync('chown', ['-R', `${user.uid}:${user.gid}`, clusterDir], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`${clusterDir} could not be given to PostgreSQL's user: ${stderr}`)
}

/** Modes, ACLs, mounts and security modules all have a say, so the user really tries. */
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
