import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { ensureDatabase, type PostgresServer, startPostgres } from '../postgres/index.ts'
import { ROOT } from '../root.ts'
import { UserError } from '../user-error.ts'
import { keepRunning, type Run } from './services/keep-running.ts'
import { startProgram } from './services/services.ts'

const MIGRATE_SCRIPT = path.join(ROOT, 'prisma/migrate.ts')
const MIGRATE_GRACE_MS = 10_000

export type EmbeddedDatabase = {
  url: string
  /** The server's port and directory, for the summary. */
  server: Pick<PostgresServer, 'port' | 'home'>
  stop(hurry: AbortSignal): Promise<void>
}

/** Starts the embedded PostgreSQL with the database `posthorn`, and restarts it when it exits. */
export async function startDatabase(
  dataDir: string,
  { say, detail }: { say: (line: string) => void; detail: (line: string) => void },
): Promise<EmbeddedDatabase> {
  const server = await startPostgres({ dataDir, durable: true, onProgress: detail })
  const url = await ensureDatabase(server, 'posthorn')
  let runs = 0

  const start = async (): Promise<Run> => {
    // The first run has started already. Later runs use the same port, which the services are configured with.
    if (++runs > 1) {
      await server.restart()
      say('PostgreSQL is running again.')
    }
    return { over: server.gone().then(() => 'stopped'), stop: (hurry) => stopServer(server, hurry) }
  }

  const kept = keepRunning({ name: 'PostgreSQL', start, say })
  return {
    url,
    server,
    async stop(hurry) {
      await kept.stop(hurry)
      // Releases the lock of the data directory even if the server has exited already.
      await server.stop()
    },
  }
}

async function stopServer(server: PostgresServer, hurry: AbortSignal): Promise<void> {
  const insist = () => void server.stop({ hurry: true })
  hurry.addEventListener('abort', insist)
  await server.stop({ hurry: hurry.aborted })
  hurry.removeEventListener('abort', insist)
}

/** Applies the migrations with the same program as a deployment. */
export async function migrateDatabase(
  { url, encryptionKey }: { url: string; encryptionKey: string },
  { detail, signal }: { detail: (line: string) => void; signal: AbortSignal },
): Promise<void> {
  const child = startProgram(MIGRATE_SCRIPT, {
    DATABASE_URL: url,
    // A wrong key then fails here, once, and not in the log of each service.
    POSTHORN_ENCRYPTION_KEY: encryptionKey,
  })
  const stop = () => void child.stop({ graceMs: MIGRATE_GRACE_MS })
  signal.addEventListener('abort', stop)
  const { stdout, stderr } = child.process
  for (const output of [stdout, stderr]) {
    if (output) createInterface({ input: output }).on('line', detail)
  }
  // "close" follows the last line of output.
  await once(child.process, 'close')
  signal.removeEventListener('abort', stop)
  signal.throwIfAborted()
  if (child.process.exitCode !== 0) throw new UserError(`The migration ${child.ending()}: see above.`)
}
