import { readFileSync } from 'node:fs'
import { Client } from 'pg'
import { afterAll, afterEach, beforeEach, inject } from 'vitest'
import { type ApiClient, apiClient } from '../api-client.ts'
import type { QueriedDatabase } from '../database/database.ts'
import { ADMIN_KEY, createTenant, type RunningPosthorn } from '../posthorn.ts'
import { linesWith, type RunningService, type ServiceName } from '../service.ts'
import type { SharedName, SharedService } from './shared-services.ts'

/** So much of the end of a log shows why a service has ended. */
const SHOWN_OF_LOG = 8_000

export interface SharedPosthorn extends RunningPosthorn {
  /** Every process of a service. */
  services(name: ServiceName): RunningService[]
}

/**
 * A Posthorn that runs for many test files at once, for a file, a `describe` or their whole. Its tests
 * - have tenants and event types of their own, and limit each statement to them;
 * - leave out of lists of all tenants or event types what others add to them;
 * - neither stop nor block a service, nor lock a table;
 * - fail with the log of a service if one has ended.
 */
export function sharedPosthorn(name: SharedName = 'postgres'): SharedPosthorn {
  const shared = inject('shared')?.[name]
  if (shared === undefined)
    throw new Error(`there is no shared Posthorn "${name}": run this file with npm test`)
  const assertAllRun = () => shared.services.forEach((service) => assertRuns(name, service))
  beforeEach(assertAllRun)
  afterEach(assertAllRun)

  const services = (of: ServiceName) =>
    shared.services.filter((service) => service.name === of).map(runningService)
  const service = (of: ServiceName): RunningService => {
    const [first] = services(of)
    if (first === undefined) throw new Error(`the shared Posthorn "${name}" has no ${of}`)
    return first
  }
  const api = apiClient(service('api').url, ADMIN_KEY)
  const database = connectLate(shared.databaseUrl)
  const tenantIds: string[] = []
  if (services('worker').length > 0) afterAll(() => endRetries({ api, database }, tenantIds))
  return {
    database,
    api,
    service,
    services,
    async createTenant() {
      const tenant = await createTenant(api)
      tenantIds.push(tenant.id)
      return tenant
    },
  }
}

/** Later retries would reach another test's receiver, if it gets the port of one that was closed. */
async function endRetries(
  { api, database }: { api: ApiClient; database: QueriedDatabase },
  tenantIds: string[],
): Promise<void> {
  const rows = await database.query<{ path: string }>(
    `SELECT DISTINCT '/v1/tenants/' || tenant_id || '/endpoints/' || endpoint_id AS path
     FROM deliveries WHERE status = 'pending' AND tenant_id = ANY ($1)`,
    [tenantIds],
  )
  await Promise.all(rows.map(({ path }) => api.post(`${path}/disable`, undefined)))
}

/** One connection, made by the first statement and closed after the tests. */
function connectLate(url: string): QueriedDatabase {
  let connected: Promise<Client> | undefined
  const connect = async () => {
    const client = new Client({ connectionString: url })
    await client.connect()
    return client
  }
  afterAll(async () => (await connected)?.end())
  return {
    url,
    async query<Row>(text: string, values: unknown[] = []) {
      connected ??= connect()
      const { rows } = await (await connected).query(text, values)
      return rows as Row[]
    },
  }
}

function runningService({ url, logFile }: SharedService): RunningService {
  const output = () => readFileSync(logFile, 'utf8')
  return { url, output, logged: (message) => linesWith(message, output()) }
}

/** @throws Error with the end of its log if it has ended */
function assertRuns(shared: SharedName, { name, pid, logFile }: SharedService): void {
  try {
    process.kill(pid, 0)
  } catch (error) {
    const log = readFileSync(logFile, 'utf8').slice(-SHOWN_OF_LOG)
    throw new Error(`the ${name} of the shared Posthorn "${shared}" has ended. The end of its log:\n${log}`, {
      cause: error,
    })
  }
}
