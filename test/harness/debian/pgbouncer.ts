import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../free-port.ts'
import { type Child, startChild } from '../process/child.ts'
import { waitUntil } from '../wait-until.ts'
import { asServerUser, giveToServerUser, PGBOUNCER } from './programs.ts'

/** A PgBouncer of Debian's package for one test, in front of a server. */
export interface PgBouncer {
  port: number
  /** Kills it and starts another on the same port. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** @param settings of the section [pgbouncer], beside addresses and users */
export async function startPgBouncer(
  server: { port: number },
  settings: Record<string, string>,
): Promise<PgBouncer> {
  const directory = await mkdtemp(join(tmpdir(), 'posthorn-pgbouncer-'))
  const port = await freePort()
  const file = join(directory, 'pgbouncer.ini')
  const users = join(directory, 'users.txt')
  await writeFile(users, '"posthorn" ""\n')
  await writeFile(
    file,
    [
      '[databases]',
      `* = host=127.0.0.1 port=${server.port}`,
      '[pgbouncer]',
      'listen_addr = 127.0.0.1',
      `listen_port = ${port}`,
      'unix_socket_dir =',
      'auth_type = trust',
      `auth_file = ${users}`,
      ...Object.entries(settings).map(([name, value]) => `${name} = ${value}`),
    ].join('\n'),
  )
  giveToServerUser(directory)
  let child = await launch(file)
  return {
    port,
    async restart() {
      await child.stop('SIGKILL')
      child = await launch(file)
    },
    async stop() {
      await child.stop('SIGKILL')
      await rm(directory, { recursive: true })
    },
  }
}

async function launch(file: string): Promise<Child> {
  if (PGBOUNCER === undefined) throw new Error("no pgbouncer: install Debian's package pgbouncer")
  const [command, args] = asServerUser(PGBOUNCER, [file])
  const child = startChild(command, args, { PATH: process.env['PATH'] ?? '' })
  await waitUntil('pgbouncer to listen', () => {
    if (!child.isRunning()) throw new Error(`pgbouncer has ended:\n${child.output()}`)
    return child.output().includes('process up')
  })
  return child
}
