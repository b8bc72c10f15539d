import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { ensureDatabase, type PostgresServer, startPostgres } from '../postgres/index.ts'
import { Problem } from '../problem.ts'
import { ROOT } from '../root.ts'
import { describeEnd, spawnChild, stopChild } from './services/child.ts'
import { keepRunning, type Life } from './services/keep-running.ts'

const MIGRATE_SCRIPT = path.join(ROOT, 'prisma/migrate.ts')
const MIGRATE_GRACE_MS = 10_000

export type EmbeddedDatabase = {
  url: string
  /** Where the server listens and keeps its data, for the summary. */
  server: Pick<PostgresServer, 'port' | 'home'>
  stop(hurry: AbortSignal): Promise<void>
}

/** Starts the embedded PostgreSQL with our database in it and keeps it running. */
export async function startDatabase(
  dataDir: string,
  { say, detail }: { say: (line: string) => void; detail: (line: string) => void },
): Promise<EmbeddedDatabase> {
  const server = await startPostgres({ dataDir, durable: true, onProgress: detail })
  const url = await ensureDatabase(server, 'posthorn')
  let lives = 0

  const start = async (): Promise<Life> => {
    // The first life is there already. Later ones are on the same port, where the services look for it.
    if (++lives > 1) {
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
      // Its last life may have been over already; this gives the data folder free.
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

/** Brings the database up to date, as a deploy would: by the program for it. */
export async function migrateDatabase(
  { url, encryptionKey }: { url: string; encryptionKey: string },
  { detail, signal }: { detail: (line: string) => void; signal: AbortSignal },
): Promise<void> {
  const child = spawnChild(MIGRATE_SCRIPT, {
    DATABASE_URL: url,
    // So that a wrong key is said here, once, and not in the log of each service.
    POSTHORN_ENCRYPTION_KEY: encryptionKey,
  })
  const stop = () => void stopChild(child, MIGRATE_GRACE_MS, signal)
  signal.addEventListener('abort', stop)
  for (const output of [child.stdout, child.stderr]) {
    if (output) createInterface({ input: output }).on('line', detail)
  }
  // "close" comes after the last line was read.
  await once(child, 'close')
  signal.removeEventListener('abort', stop)
  signal.throwIfAborted()
  if (child.exitCode !== 0) throw new Problem(`The migration ${describeEnd(child)}: see above.`)
}
