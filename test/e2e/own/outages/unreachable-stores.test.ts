import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../harness/database/database.ts'
import { freePort } from '../../../harness/free-port.ts'
import { startChild } from '../../../harness/process/child.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

/** Starting a process takes time on a busy machine. */
const START_MS_MAX = 120_000
const SERVICES = ['api', 'ingest', 'worker'] as const
const KEYS = {
  POSTHORN_ADMIN_KEY: 'an-admin-key-of-twenty-four-characters',
  POSTHORN_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
}
const PORTS = { API_PORT: '0', INGEST_PORT: '0', WORKER_PORT: '0' }

let database: TestDatabase
let closedPort: number

beforeAll(async () => {
  database = await createTestDatabase()
  closedPort = await freePort()
})
afterAll(() => database.drop())

/** The URL of the test's database with one part changed. */
function changed(change: (url: URL) => void): string {
  const url = new URL(database.url)
  change(url)
  return url.href
}

function hostOf(url: string): string {
  return new URL(url).host
}

/** The output without the warnings of Node.js. */
function linesOf(output: string): string[] {
  return output
    .trimEnd()
    .split('\n')
    .filter((line) => !/^\((node:\d+|Use `node )/.test(line))
}

interface Case {
  wrong: string
  url: () => string
  says: (host: string) => string
}

const NOTHING_LISTENS: Case = {
  wrong: 'a port that nothing listens on',
  url: () => changed((url) => (url.port = String(closedPort))),
  says: (host) =>
    `DATABASE_URL: nothing listens on ${host}. Start it there, or correct host and port (ECONNREFUSED)`,
}

const CASES: Case[] = [
  NOTHING_LISTENS,
  {
    wrong: 'an unknown host',
    url: () => changed((url) => (url.hostname = 'nowhere.invalid')),
    says: () => 'DATABASE_URL: the host of nowhere.invalid:',
  },
  {
    wrong: 'a wrong password',
    url: () => changed((url) => (url.password = 'hunter2')),
    says: (host) => `DATABASE_URL: ${host} refused user and password. Correct them (28P01)`,
  },
  {
    wrong: 'an unknown database',
    url: () => changed((url) => (url.pathname = '/no_such_database')),
    says: (host) =>
      `DATABASE_URL: ${host} has no such database. Create it, or correct the name at the end (3D000)`,
  },
]

describe.each(CASES)('DATABASE_URL with $wrong', ({ url, says }) => {
  it('stops npm run migrate with one message that hides the password', async () => {
    const child = startChild(process.execPath, ['prisma/migrate.ts'], { DATABASE_URL: url() })
    expect(await child.exited).toBe(1)
    expect(child.output()).toContain(says(hostOf(url())))
    expect(linesOf(child.output())).toHaveLength(2)
    expect(child.output()).not.toContain(new URL(url()).password)
  })
})

describe.each(SERVICES)('%s', { timeout: 2 * START_MS_MAX }, (service) => {
  it('stops with one log line when its database is unreachable', async () => {
    const { url, says } = NOTHING_LISTENS
    const env = { ...KEYS, ...PORTS, DATABASE_URL: url() }
    const child = startChild(process.execPath, [`services/${service}/src/main.ts`], env)
    expect(await child.exited).toBe(1)
    const lines = linesOf(child.output())
    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 60, msg: 'service.not_started' })
    expect(lines[0]).toContain(says(hostOf(env.DATABASE_URL)))
    expect(lines[0]).not.toContain(new URL(env.DATABASE_URL).password)
  })

  it('starts without its Redis, logs that once, and does not flood its log', async () => {
    const REDIS_URL = `redis://:hunter2@127.0.0.1:${closedPort}`
    const env = { ...KEYS, ...PORTS, DATABASE_URL: database.url, REDIS_URL }
    const child = startChild(process.execPath, [`services/${service}/src/main.ts`], env)
    await waitUntil('the service to listen', () => child.output().includes('service.listening'), START_MS_MAX)
    // Long enough for several attempts to connect.
    await waitUntil('time to pass', () => new Promise<true>((resolve) => setTimeout(resolve, 4_000, true)))
    const lines = linesOf(child.output())
    expect(lines.filter((line) => line.includes('redis.connect_failed'))).toHaveLength(1)
    expect(lines[0]).toContain(`REDIS_URL: nothing listens on 127.0.0.1:${closedPort}.`)
    const refused = lines.filter(
      (line) => line.includes('connection.failed') && line.includes('ECONNREFUSED'),
    )
    expect(refused).toHaveLength(1)
    expect(child.output()).not.toContain('hunter2')
    await child.stop()
  })
})

it('reports another server at the address of PostgreSQL differently from a closed port', async () => {
  const other = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const address = other.address()
  const port = typeof address === 'object' ? String(address?.port) : ''
  const DATABASE_URL = changed((url) => (url.port = port))
  const child = startChild(process.execPath, ['prisma/migrate.ts'], { DATABASE_URL })
  expect(await child.exited).toBe(1)
  expect(child.output()).toContain(`DATABASE_URL: cannot connect to 127.0.0.1:${port} (`)
  other.close()
})
