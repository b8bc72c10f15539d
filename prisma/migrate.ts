import { execFileSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { createDatabase } from '@posthorn/database'
import { applyMigrations, schemaChange } from '@posthorn/database/migrations'
import { migrateQueue } from '@posthorn/queue'
import { assertDatabaseReachable, assertEncryptionKey } from '@posthorn/runtime'
import { ConfigError, parseConfig, VARIABLES } from '@posthorn/runtime/config'

const STATEMENT_MS_MAX = 60_000

const HELP = `Applies the migrations in prisma/migrations and creates BullMQ's own tables.

  npm run migrate              apply pending migrations
  npm run migrate -- --diff    print the SQL from the committed prisma/schema.prisma to the one in the working
                               directory, to start a new migration with. Changes nothing

DATABASE_URL names the PostgreSQL database. If POSTHORN_ENCRYPTION_KEY is set, it must decrypt the stored secrets. Downloads
nothing. Services may keep running meanwhile: a migration waits at most 2 seconds for a lock, and tries again for 10 minutes.
Safe to repeat, and to run several times at once.
`

/** @throws ConfigError with the usage, for an unknown option */
function readOptions() {
  try {
    const options = { help: { type: 'boolean', short: 'h' }, diff: { type: 'boolean' } } as const
    return parseArgs({ options }).values
  } catch (error) {
    throw new ConfigError(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`)
  }
}

async function main(): Promise<void> {
  const values = readOptions()
  if (values.help) {
    process.stdout.write(HELP)
    return
  }
  const { DATABASE_URL, POSTHORN_ENCRYPTION_KEY } = parseConfig(
    {
      DATABASE_URL: VARIABLES.DATABASE_URL,
      POSTHORN_ENCRYPTION_KEY: VARIABLES.POSTHORN_ENCRYPTION_KEY.optional(),
    },
    process.env,
  )
  await assertDatabaseReachable(DATABASE_URL)
  if (values.diff) {
    const committed = execFileSync('git', ['show', 'HEAD:./schema.prisma'], {
      cwd: import.meta.dirname,
      encoding: 'utf8',
    })
    process.stdout.write(await schemaChange(DATABASE_URL, committed))
    return
  }
  const applied = await applyMigrations(DATABASE_URL, { onProgress: (line) => console.log(line) })
  await migrateQueue(DATABASE_URL)
  console.log(
    applied.length === 0 ? 'The database is up to date.' : `${applied.length} migration(s) applied.`,
  )
  if (POSTHORN_ENCRYPTION_KEY !== undefined) await checkKey(DATABASE_URL, POSTHORN_ENCRYPTION_KEY)
}

/** The services check it, too; here it fails once, before they are started. */
async function checkKey(url: string, keys: readonly Uint8Array[]): Promise<void> {
  const database = createDatabase({
    url,
    poolMax: 1,
    statementMsMax: STATEMENT_MS_MAX,
    applicationName: 'posthorn-migrate',
    onError: () => {},
  })
  try {
    await assertEncryptionKey(database, keys)
  } finally {
    await database.close()
  }
}

try {
  await main()
  // Exits at once: the schema engine leaves a timer of ten seconds for its lock.
  process.exit(0)
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error)
  process.exit(1)
}
