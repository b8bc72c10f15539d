import path from 'node:path'
import { assertDatabaseReachable, assertRedisReachable, type CleanupStack } from '@posthorn/runtime'
import type { LockOwner } from '../../bootstrap/process-lock.mjs'
import { makeDataFolder } from '../data-folder.ts'
import { lockFolder, nameOwner } from '../folder-lock.ts'
import { ROOT } from '../root.ts'
import { explain, firstLine, UserError } from '../user-error.ts'
import { type Addresses, localAddresses } from './addresses.ts'
import { createApiClient } from './api-client.ts'
import type { Config } from './config.ts'
import { migrateDatabase, startDatabase } from './database.ts'
import { setUpDemo } from './demo.ts'
import { type Keys, readOrMakeKeys } from './keys.ts'
import {
  type ConfigWithPorts,
  findPortProblems,
  portsSentence,
  RECEIVER_PORT_STANDARD,
  settleReceiverPort,
  sharedPortSentence,
} from './ports.ts'
import type { Progress } from './progress.ts'
import { type Receiver, startReceiver } from './receiver.ts'
import { serviceEnvironment } from './services/service-environment.ts'
import { startService } from './services/services.ts'
import { renderSummary } from './summary.ts'

/** The three services in one process. */
const POSTHORN = path.join(ROOT, 'services/all/src/main.ts')

export type LaunchContext = {
  config: Config
  progress: Progress
  /** Receives the functions that stop what was started. */
  cleanup: CleanupStack
  /** Aborted when the user stops the start. */
  signal: AbortSignal
  /** Aborted when the user does not want to wait for work in progress. */
  hurry: AbortSignal
}

/** Starts everything in order and prints a summary. */
export async function launch(context: LaunchContext): Promise<void> {
  const { progress, signal } = context
  const dataDir = path.resolve(ROOT, context.config.POSTHORN_DATA_DIR)
  const config = await takeFolderAndPorts(context, dataDir)
  const addresses = localAddresses(config)
  await assertStoresReachable(config)
  signal.throwIfAborted()
  const keys = await readOrMakeKeys(config, dataDir)

  const database = await provideDatabase(context, dataDir)
  signal.throwIfAborted()
  await progress.step('Migrations', (detail) =>
    migrateDatabase({ url: database.url, encryptionKey: keys.encryption }, { detail, signal }),
  )
  const receiver = await startServicesAndReceiver(
    { ...context, config },
    {
      dataDir,
      addresses,
      keys,
      databaseUrl: database.url,
    },
  )
  const hasDemo = await provideDemo(context, { dataDir, addresses, keys, receiver })

  const queue = config.REDIS_URL ? 'in the Redis at REDIS_URL' : 'in PostgreSQL'
  const summary = { addresses, database: database.where, queue, dataDir, adminKey: keys.admin, hasDemo }
  signal.throwIfAborted()
  progress.say(renderSummary(summary))
}

/** Acquires the lock of the data directory and checks the ports. Returns the configuration with the receiver's port. */
async function takeFolderAndPorts(
  { config, progress, cleanup, signal }: LaunchContext,
  dataDir: string,
): Promise<ConfigWithPorts> {
  const shared = sharedPortSentence(config)
  if (shared) throw new UserError(shared)
  await makeDataFolder(dataDir)
  const lockFile = path.join(dataDir, 'launcher.lock')
  // Wait for the lock of a Posthorn that is stopping: it will release its ports, too.
  const lock = await lockFolder(dataDir, lockFile, progress.say, alreadyRunsSentence)
  cleanup.add('lock', () => lock.release())
  signal.addEventListener('abort', () => lock.markStopping())
  const settled = await settleReceiverPort(config)
  const taken = portsSentence(settled, await findPortProblems(settled))
  if (taken) throw new UserError(taken)
  if (config.RECEIVER_PORT === undefined && settled.RECEIVER_PORT !== RECEIVER_PORT_STANDARD) {
    progress.say(
      `Port ${RECEIVER_PORT_STANDARD} is taken: the demo's receiver listens on ${settled.RECEIVER_PORT}.`,
    )
  }
  return settled
}

function alreadyRunsSentence(dataDir: string, owner: LockOwner): string {
  return (
    `Posthorn already runs with the data directory ${dataDir} (${nameOwner(owner)}). Stop it with Ctrl-C in its terminal, ` +
    `or with "kill ${owner.pid}". To run a second one, give it its own data directory and ports: ` +
    'POSTHORN_DATA_DIR=.posthorn-2 API_PORT=9080 INGEST_PORT=9081 WORKER_PORT=9082 npm start'
  )
}

/** Checks before anything is started: a wrong URL is then one message, not a service that exits again and again. */
async function assertStoresReachable({ DATABASE_URL, REDIS_URL }: Config): Promise<void> {
  const results = await Promise.allSettled([
    ...(DATABASE_URL === undefined ? [] : [assertDatabaseReachable(DATABASE_URL)]),
    ...(REDIS_URL === undefined ? [] : [assertRedisReachable(REDIS_URL)]),
  ])
  const failures = results.flatMap((result) =>
    result.status === 'rejected' ? [result.reason as unknown] : [],
  )
  if (failures.length > 0) {
    throw new UserError(
      failures.map((error) => (error instanceof Error ? error.message : String(error))).join('\n'),
    )
  }
}

async function provideDatabase(
  { config, progress, cleanup, hurry }: LaunchContext,
  dataDir: string,
): Promise<{ url: string; where: string }> {
  if (config.DATABASE_URL) return { url: config.DATABASE_URL, where: 'your own, at DATABASE_URL' }
  const database = await progress.step('PostgreSQL', (detail) =>
    startDatabase(dataDir, { detail, say: progress.say }),
  )
  cleanup.add('postgresql', () => progress.step('Stopping PostgreSQL', () => database.stop(hurry)))
  const { port, home } = database.server
  return { url: database.url, where: `127.0.0.1:${port}, data in ${home}/postgres` }
}

type Provided = { dataDir: string; addresses: Addresses; keys: Keys }

async function startServicesAndReceiver(
  { config, progress, cleanup, signal, hurry }: LaunchContext & { config: ConfigWithPorts },
  { dataDir, addresses, keys, databaseUrl }: Provided & { databaseUrl: string },
): Promise<Receiver> {
  const env = serviceEnvironment(config, { keys, databaseUrl })
  const logFolder = path.join(dataDir, 'logs')
  const { say } = progress
  return progress.step('Services', async () => {
    const receiver = await startReceiver(config.RECEIVER_PORT, say)
    cleanup.add('receiver', () => receiver.stop())
    // The API listens last.
    const services = startService({
      name: 'posthorn',
      script: POSTHORN,
      origin: addresses.api,
      env,
      logFolder,
      say,
    })
    cleanup.add('services', () => progress.step('Stopping the services', () => services.stop(hurry)))
    await services.ready(signal)
    return receiver
  })
}

/** Posthorn runs without its demo: a failure is only reported. */
async function provideDemo(
  { progress, signal }: LaunchContext,
  { dataDir, addresses, keys, receiver }: Provided & { receiver: Receiver },
): Promise<boolean> {
  signal.throwIfAborted()
  const api = createApiClient(addresses.api, keys.admin)
  try {
    const demo = await progress.step('Demo tenant', () =>
      setUpDemo({ api, dataDir, receiverUrl: `${addresses.receiver}/` }),
    )
    receiver.useSecret(demo.endpointSecret)
    return true
  } catch (error) {
    signal.throwIfAborted()
    progress.say(`Continuing without the demo: ${firstLine(explain(error))}`)
    return false
  }
}
