import { execFileSync } from 'node:child_process'
import { accessSync, constants, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Where Debian's packages put the programs of each major version. */
const POSTGRES_DIR = '/usr/lib/postgresql'

/** The directory of PostgreSQL's programs from Debian's package, of the newest version; undefined without the package. */
export const POSTGRES_BIN = findPostgres()

/** From Debian's package; undefined without it. */
export const PGBOUNCER = findProgram('pgbouncer')

/** The line about tests that are left out because of missing packages. */
export function skippedText(what: string, packageName: string): string {
  return `Left out: ${what}, because ${packageName} is not installed (apt-get install ${packageName}).`
}

function findPostgres(): string | undefined {
  const versions = listed(POSTGRES_DIR).toSorted((a, b) => Number(b) - Number(a))
  return versions
    .map((version) => join(POSTGRES_DIR, version, 'bin'))
    .find((bin) => isExecutable(join(bin, 'postgres')))
}

function findProgram(name: string): string | undefined {
  const directories = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin']
  return directories.map((directory) => join(directory, name)).find(isExecutable)
}

function listed(directory: string): string[] {
  try {
    return readdirSync(directory)
  } catch {
    return []
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The user that servers run as when this process is root, which they refuse. */
const SERVER_USER = 'postgres'

/** A command as the servers' user. The process id stays the same. */
export function asServerUser(command: string, args: readonly string[]): [string, string[]] {
  if (process.getuid?.() !== 0) return [command, [...args]]
  const user = ['--reuid', SERVER_USER, '--regid', SERVER_USER, '--clear-groups']
  return ['setpriv', [...user, command, ...args]]
}

/** Runs a command as the servers' user, to its end. */
export function runAsServerUser(command: string, args: readonly string[]): void {
  const [program, all] = asServerUser(command, args)
  execFileSync(program, all, { stdio: ['ignore', 'ignore', 'inherit'], cwd: '/' })
}

/** Gives a file or directory to the servers' user. */
export function giveToServerUser(path: string): void {
  if (process.getuid?.() === 0) execFileSync('chown', ['-R', `${SERVER_USER}:${SERVER_USER}`, path])
}
