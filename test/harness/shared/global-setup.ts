import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { cloneDatabase } from '../database/database.ts'
import { freePort } from '../free-port.ts'
import { ADMIN_KEY } from '../posthorn.ts'
import { BACKENDS, startRedis } from '../redis/redis.ts'
import { environmentOf, type ProgramName, type ServiceName, startService } from '../service.ts'
import { SHARED_FILES_ENDED } from './report-end.ts'
import { type SharedName, type SharedServices, STRICT_INGEST_URL } from './shared-services.ts'

/** Of an external Redis: no worker of the test runner has a number as high. */
const REDIS_DATABASE = '15'

/** Providers that sign the URL need it to be known before ingest listens. */
async function environmentOfIngest() {
  const port = await freePort()
  return { INGEST_PORT: String(port), PUBLIC_INGEST_URL: `http://127.0.0.1:${port}` }
}

type Release = () => Promise<unknown>

/** Starts the Posthorns that test files share, all at once. They end with the last of these files. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { postgresUrl, templateDatabase } = project.getProvidedContext()
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-shared-'))
  const stops: Release[] = []
  const releases: Release[] = [() => rm(folder, { recursive: true })]
  const releaseAll = async () => {
    await Promise.all(stops.map((stop) => stop()))
    await Promise.all(releases.map((each) => each()))
  }
  let released: Promise<void> | undefined
  const release = () => (released ??= releaseAll())

  /** A database and a way to start services on it. */
  async function lay(queue: 'postgres' | 'redis') {
    const database = await cloneDatabase(postgresUrl, templateDatabase)
    releases.push(() => database.drop())
    const redis = queue === 'redis' ? await startRedis(REDIS_DATABASE) : undefined
    releases.push(async () => redis?.stop())
    const env = environmentOf({ databaseUrl: database.url, redisUrl: redis?.url, adminKey: ADMIN_KEY })
    const startProgram = async (shared: SharedName, name: ProgramName, more: Record<string, string> = {}) => {
      const logFile = join(folder, `${shared}-${name}-${crypto.randomUUID()}.log`)
      const service = await startService(name, { ...env, ...more }, { logFile })
      // Other tests stop services in order.
      stops.push(() => service.stop('SIGKILL'))
      return { url: service.url, pid: service.pid, logFile }
    }
    const start = async (shared: SharedName, name: ServiceName, more: Record<string, string> = {}) => ({
      ...(await startProgram(shared, name, more)),
      name,
    })
    return { databaseUrl: database.url, start, startProgram }
  }

  /** The three services in each of two processes. */
  async function startInOneProcess(shared: 'postgres'): Promise<SharedServices> {
    const { databaseUrl, startProgram } = await lay(shared)
    const startOne = async () => {
      const [ingest, worker] = [await freePort(), await freePort()]
      const urls = { ingest: `http://127.0.0.1:${ingest}`, worker: `http://127.0.0.1:${worker}` }
      const { url, ...process } = await startProgram(shared, 'all', {
        INGEST_PORT: String(ingest),
        WORKER_PORT: String(worker),
        PUBLIC_INGEST_URL: urls.ingest,
      })
      return [
        { ...process, name: 'api' as const, url },
        { ...process, name: 'ingest' as const, url: urls.ingest },
        { ...process, name: 'worker' as const, url: urls.worker },
      ]
    }
    return { databaseUrl, services: (await Promise.all([startOne(), startOne()])).flat() }
  }

  /** Each service in its own processes: two of each, except where one is enough. */
  async function startApart(shared: 'redis'): Promise<SharedServices> {
    const { databaseUrl, start } = await lay(shared)
    const atPort = await environmentOfIngest()
    const [ingest, ...workers] = await Promise.all([
      start(shared, 'ingest', atPort),
      start(shared, 'worker'),
      start(shared, 'worker'),
    ])
    const ofIngest = { PUBLIC_INGEST_URL: ingest.url }
    const apis = await Promise.all([start(shared, 'api', ofIngest), start(shared, 'api', ofIngest)])
    return { databaseUrl, services: [ingest, ...workers, ...apis] }
  }

  /** Those without a worker share a database, too. */
  async function startWithoutWorkers(): Promise<{ idle: SharedServices; strict: SharedServices }> {
    const { databaseUrl, start } = await lay('postgres')
    const { PUBLIC_INGEST_URL, INGEST_PORT } = await environmentOfIngest()
    const [ingest, another] = await Promise.all([
      start('idle', 'ingest', { PUBLIC_INGEST_URL, INGEST_PORT }),
      start('idle', 'ingest', { PUBLIC_INGEST_URL }),
    ])
    const ofIngest = { PUBLIC_INGEST_URL: ingest.url }
    const [first, second, strict] = await Promise.all([
      start('idle', 'api', ofIngest),
      start('idle', 'api', ofIngest),
      start('strict', 'api', { PUBLIC_INGEST_URL: STRICT_INGEST_URL, ALLOW_HTTP_ENDPOINTS: 'false' }),
    ])
    return {
      idle: { databaseUrl, services: [ingest, another, first, second] },
      strict: { databaseUrl, services: [strict] },
    }
  }

  try {
    const [withoutWorkers, ...withWorkers] = await Promise.all([
      startWithoutWorkers(),
      ...BACKENDS.map(async (queue) => ({
        [queue]: queue === 'postgres' ? await startInOneProcess(queue) : await startApart(queue),
      })),
    ])
    project.provide('shared', Object.assign({}, withoutWorkers, ...withWorkers))
    // An error is reported at the end of the run, which waits for it.
    process.once(SHARED_FILES_ENDED, () => void release().catch(() => {}))
    return release
  } catch (error) {
    await release()
    throw error
  }
}
