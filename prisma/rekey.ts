import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { UnavailableError } from '@posthorn/contracts'
import {
  assertMigrated,
  createDatabase,
  type Database,
  type RekeyedBatch,
  type Reseal,
  rekeyBatch,
  retireKeys,
  SEALED_COLUMNS,
  type SealedColumn,
} from '@posthorn/database'
import { assertDatabaseReachable, assertEncryptionKey } from '@posthorn/runtime'
import { ConfigError, parseConfig, VARIABLES } from '@posthorn/runtime/config'
import { createSecretBox, encryptionKeyId, keyIdOfSealed, SecretBoxError } from '@posthorn/secrets'

/** The last step counts all values in one statement. */
const STATEMENT_MS_MAX = 10 * 60_000
const ROWS_PER_BATCH = 500
const PROGRESS_MS = 2000
const ATTEMPTS = 10
const PAUSE_MS = 2000
/** A pass after the first re-encrypts what services stored with an old key in the meantime. */
const PASSES_MAX = 3

const HELP = `Encrypts all stored secrets again, with the first key of POSTHORN_ENCRYPTION_KEY.

  npm run rekey

1. Set POSTHORN_ENCRYPTION_KEY to NEW,OLD in every service, and restart them.
2. Run this command with the same DATABASE_URL and POSTHORN_ENCRYPTION_KEY. Services may keep running. If it is
   interrupted, run it again: what is re-encrypted stays.
3. Once it reports that the old key can be removed, set POSTHORN_ENCRYPTION_KEY to NEW and restart the services.

It lists values that no key decrypts by table and id. Then, and when it could not finish, its exit code is 1.
`

interface Totals {
  rekeyed: number
  current: number
  undecryptable: string[]
}

/** @throws ConfigError with the usage, for an unknown option */
function readOptions() {
  try {
    return parseArgs({ options: { help: { type: 'boolean', short: 'h' } } }).values
  } catch (error) {
    throw new ConfigError(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`)
  }
}

/** @returns the exit code */
async function main(): Promise<number> {
  if (readOptions().help) {
    process.stdout.write(HELP)
    return 0
  }
  const { DATABASE_URL: url, POSTHORN_ENCRYPTION_KEY: keys } = parseConfig(
    {
      DATABASE_URL: VARIABLES.DATABASE_URL,
      POSTHORN_ENCRYPTION_KEY: VARIABLES.POSTHORN_ENCRYPTION_KEY,
    },
    process.env,
  )
  await assertDatabaseReachable(url)
  const database = createDatabase({
    url,
    poolMax: 1,
    statementMsMax: STATEMENT_MS_MAX,
    applicationName: 'posthorn-rekey',
    onError: () => {},
  })
  try {
    await assertMigrated(database)
    await assertEncryptionKey(database, keys)
    return await rekeyAll(database, keys)
  } finally {
    await database.close()
  }
}

async function rekeyAll(database: Database, keys: readonly Buffer[]): Promise<number> {
  const [first] = keys
  if (first === undefined) throw new ConfigError('POSTHORN_ENCRYPTION_KEY: expected at least one key')
  const keyId = encryptionKeyId(first)
  const reseal = resealWith(keys, keyId)
  console.log(`Encrypting everything with the first key (id ${keyId}).`)
  for (let pass = 1; ; pass += 1) {
    const totals = await rekeyColumns(database, reseal)
    report(totals)
    if (totals.undecryptable.length > 0) return 1
    const outcome = await persistently(() => retireKeys(database, keyId))
    if (outcome.kind === 'retired') {
      reportRetired(outcome.keyIds, keys.length)
      return 0
    }
    if (pass === PASSES_MAX) {
      console.error(
        `${outcome.values} value(s) were encrypted with another key in the meantime. Put the new key first in ` +
          'POSTHORN_ENCRYPTION_KEY of every service, restart them, and run this again.',
      )
      return 1
    }
    console.log(`${outcome.values} value(s) were stored with another key in the meantime: once more.`)
  }
}

function resealWith(keys: readonly Uint8Array[], currentId: string): Reseal {
  const box = createSecretBox(keys)
  return (sealed, boundTo) => {
    try {
      // Also opens values of the current key, to find damaged ones.
      const secret = box.openBytes(sealed, boundTo)
      return keyIdOfSealed(sealed) === currentId ? 'current' : box.seal(secret, boundTo)
    } catch (error) {
      if (error instanceof SecretBoxError) return 'undecryptable'
      throw error
    }
  }
}

async function rekeyColumns(database: Database, reseal: Reseal): Promise<Totals> {
  const totals: Totals = { rekeyed: 0, current: 0, undecryptable: [] }
  for (const column of SEALED_COLUMNS) {
    const before = totals.rekeyed
    let readRows = 0
    let reportedAt = performance.now()
    for await (const batch of batchesOf(database, column, reseal)) {
      totals.rekeyed += batch.rekeyed
      totals.current += batch.current
      totals.undecryptable.push(...batch.undecryptable.map((key) => `${column.table} ${key.join(' ')}`))
      readRows += batch.rekeyed + batch.current + batch.changed + batch.undecryptable.length
      if (performance.now() - reportedAt >= PROGRESS_MS) {
        console.log(`${column.table}: ${readRows} rows read, ${totals.rekeyed - before} re-encrypted`)
        reportedAt = performance.now()
      }
    }
    console.log(`${column.table}: done, ${readRows} rows read, ${totals.rekeyed - before} re-encrypted`)
  }
  return totals
}

async function* batchesOf(
  database: Database,
  column: SealedColumn,
  reseal: Reseal,
): AsyncGenerator<RekeyedBatch> {
  let after: string[] | undefined
  do {
    const batch = await persistently(() =>
      rekeyBatch(database, column, { after, limit: column.rowsMax ?? ROWS_PER_BATCH, reseal }),
    )
    after = batch.last
    yield batch
  } while (after !== undefined)
}

/** Repeats work that may run twice, while PostgreSQL does not answer, restarts, or has ended a deadlock. */
async function persistently<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof UnavailableError) || attempt === ATTEMPTS) throw error
      await setTimeout(PAUSE_MS)
    }
  }
}

function report({ rekeyed, current, undecryptable }: Totals): void {
  for (const row of undecryptable) console.error(`undecryptable: ${row}`)
  console.log(`${rekeyed} re-encrypted, ${current} already current, ${undecryptable.length} undecryptable.`)
  if (undecryptable.length > 0) {
    console.error(
      'No key of POSTHORN_ENCRYPTION_KEY decrypts the undecryptable values. Add their key to the list, or set these values ' +
        'again or delete these rows; then run this again. Keep every key until then.',
    )
  }
}

function reportRetired(keyIds: readonly string[], configured: number): void {
  if (keyIds.length > 0) console.log(`Nothing is encrypted with ${keyIds.join(', ')} any more.`)
  if (configured > 1) {
    console.log(
      'The old key can be removed: keep only the first key in POSTHORN_ENCRYPTION_KEY of every service.',
    )
  }
}

try {
  process.exitCode = await main()
} catch (error) {
  if (error instanceof ConfigError) console.error(error.message)
  else if (error instanceof UnavailableError) {
    console.error('PostgreSQL does not answer. What was re-encrypted stays: run this again.')
  } else console.error(error)
  process.exitCode = 1
}
