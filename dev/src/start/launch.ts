import path from 'node:path'
import { lockOwner } from '../../bootstrap/process-lock.mjs'
import { makeDataFolder } from '../data-folder.ts'
import { lockFolder } from '../folder-lock.ts'
import { explain, firstLine, Problem } from '../problem.ts'
import { ROOT } from '../root.ts'
import { type Addresses, localAddresses } from './addresses.ts'
import { createApiClient } from './api-client.ts'
import type { Config } from './config.ts'
import { migrateDatabase, startDatabase } from './database.ts'
import { setUpDemo } from './demo.ts'
import { type Keys, readOrMakeKeys } from './keys.ts'
import { findPortProblems, portsSentence, sharedPortSentence } from './ports.ts'
import type { Progress } from './progress.ts'
import { type Receiver, startReceiver } from './receiver.ts'
import type { Releases } from './releases.ts'
import { serviceEnvironment } from './service-environment.ts'
import { type ServiceName, serviceScript, startService } from './services.ts'
import { renderSummary } from './summary.ts'

const SERVICES: readonly ServiceName[] = ['api', 'ingest', 'worker']

export type LaunchContext = {
  config: Config
  progress: Progress
  /** Takes how to stop what was started. */
  releases: Releases
  /** Aborted when the user wants to stop before all is up. */
  signal: AbortSignal
}

/** Starts everything in order, and says where it is. */
export async function launch(context: LaunchContext): Promise<void> {
  const { config, progress, signal } = context
  const dataDir = path.resolve(ROOT, config.POSTHORN_DATA_DIR)
  const addresses = localAddresses(config)
  await takePortsAndFolder(context, dataDir)
  const keys = await readOrMakeKeys(config, dataDir)

  const database = await provideDatabase(context, dataDir)
  signal.throwIfAborted()
  await progress.step('Migrations', (detail) => migrateDatabase(database.url, { detail, signal }))
  const receiver = await startServicesAndReceiver(context, {
    dataDir,
    addresses,
    keys,
    databaseUrl: database.url,
  })
  const hasDemo = await provideDemo(context, { dataDir, addresses, keys, receiver })

  const queue = config.REDIS_URL ? 'in the Redis at REDIS_URL' : 'in PostgreSQL'
  const summary = { addresses, database: database.where, queue, dataDir, adminKey: keys.admin, hasDemo }
  progress.say(renderSummary(summary))
}

async function takePortsAndFolder(
  { config, progress, releases, signal }: LaunchContext,
  dataDir: string,
): Promise<void> {
  const shared = sharedPortSentence(config)
  if (shared) throw new Problem(shared)
  const lockFile = path.join(dataDir, 'launcher.lock')
  const owner = lockOwner(lockFile)
  // A Posthorn that is just stopping gives its ports free in a moment: the lock below waits for it.
  if (!owner?.stopping) await demandPorts(config, owner?.pid)
  await makeDataFolder(dataDir)
  const lock = await lockFolder(config.POSTHORN_DATA_DIR, lockFile, progress.say)
  releases.push(() => lock.release())
  signal.addEventListener('abort', () => lock.markStopping())
  if (owner?.stopping) await demandPorts(config, undefined)
}

async function demandPorts(config: Config, ownPid: number | undefined): Promise<void> {
  const sentence = portsSentence(config, await findPortProblems(config))
  if (!sentence) return
  const hint =
    ownPid === undefined
      ? ''
      : `\n(Posthorn itself already runs from this data folder, as process ${ownPid}.)`
  throw new Problem(sentence + hint)
}

async function provideDatabase(
  { config, progress, releases }: LaunchContext,
  dataDir: string,
): Promise<{ url: string; where: string }> {
  if (config.DATABASE_URL) return { url: config.DATABASE_URL, where: 'yours, at DATABASE_URL' }
  const database = await progress.step('PostgreSQL', (detail) =>
    startDatabase(dataDir, { detail, say: progress.say }),
  )
  releases.push((hurry) => progress.step('Stopping PostgreSQL', () => database.stop(hurry)))
  const { port, home } = database.server
  return { url: database.url, where: `127.0.0.1:${port}, data in ${home}/postgres` }
}

type Provided = { dataDir: string; addresses: Addresses; keys: Keys }

async function startServicesAndReceiver(
  { config, progress, releases, signal }: LaunchContext,
  { dataDir, addresses, keys, databaseUrl }: Provided & { databaseUrl: string },
): Promise<Receiver> {
  const env = serviceEnvironment(config, { keys, databaseUrl })
  const logFolder = path.join(dataDir, 'logs')
  const { say } = progress
  return progress.step('Services', async () => {
    const receiver = await startReceiver(config.RECEIVER_PORT, say)
    releases.push(() => receiver.stop())
    const services = SERVICES.map((name) =>
      startService({ name, script: serviceScript(name), origin: addresses[name], env, logFolder, say }),
    )
    releases.push(async (hurry) => {
      const stopAll = () => Promise.all(services.map((service) => service.stop(hurry)))
      await progress.step('Stopping the services', stopAll)
    })
    await Promise.all(services.map((service) => service.ready(signal)))
    return receiver
  })
}

/** The platform is of use without its demo: when that fails, it is said and no more. */
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
    progress.say(`Going on without the demo: ${firstLine(explain(error))}`)
    return false
  }
}
