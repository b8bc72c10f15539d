import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../harness/database/database.ts'
import { freePort } from '../../../harness/free-port.ts'
import { type Child, startChild } from '../../../harness/process/child.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const START_MS = 300_000
const SERVICES = ['api', 'ingest', 'worker'] as const

let database: TestDatabase
let folder: string
let environment: Record<string, string>
const started: Child[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'posthorn-start-'))
  await chmod(folder, 0o711)
  const [api, ingest, worker] = [await freePort(), await freePort(), await freePort()]
  environment = {
    PATH: process.env['PATH'] ?? '',
    DATABASE_URL: database.url,
    POSTHORN_DATA_DIR: join(folder, 'data'),
    API_PORT: String(api),
    INGEST_PORT: String(ingest),
    WORKER_PORT: String(worker),
  }
})
afterEach(() => {
  for (const child of started.splice(0)) child.signal('SIGKILL')
})
afterAll(async () => {
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

/** Starts what `npm start` starts, without installing. */
function start(args: string[] = [], env: Record<string, string> = {}): Child {
  const script = ['dev/src/start/main.ts', ...args]
  const child = startChild(process.execPath, script, { ...environment, ...env }, { hasChannel: true })
  started.push(child)
  return child
}

const isUp = (name: (typeof SERVICES)[number]) =>
  fetch(`http://127.0.0.1:${environment[`${name.toUpperCase()}_PORT`]}/healthz`).then(
    () => true,
    () => false,
  )
const areAllUp = async () => (await Promise.all(SERVICES.map(isUp))).every(Boolean)
const areAllDown = async () => !(await Promise.all(SERVICES.map(isUp))).some(Boolean)

describe('npm start', { timeout: START_MS }, () => {
  it('refuses a second instance in the same directory, keeps earlier logs, and leaves no process after kill -9', async () => {
    const first = start()
    await waitUntil(
      'the first instance to run',
      () => first.output().includes('Posthorn is running.'),
      START_MS,
    )
    const second = start()
    expect(await second.exited).toBe(1)
    expect(second.output()).toContain(
      `Posthorn already runs with the data directory ${folder}/data (process ${first.pid}, since `,
    )
    first.signal('SIGKILL')
    await waitUntil('the services to exit', areAllDown, 30_000)
    const third = start()
    await waitUntil('the services to be up again', areAllUp, START_MS)
    third.signal('SIGTERM')
    expect(await third.exited).toBe(0)
    const log = await readFile(join(folder, 'data/logs/posthorn.log'), 'utf8')
    expect(log.match(/^--- npm start, /gm)).toHaveLength(2)
    expect(log.match(/"msg":"service.listening"/g)).toHaveLength(2)
  })

  it('that is stopped during its start does not report that it runs', async () => {
    const stopped = start()
    await waitUntil('the migrations', () => stopped.output().includes('Migrations'), START_MS)
    stopped.signal('SIGINT')
    expect(await stopped.exited).toBe(0)
    expect(stopped.output()).not.toContain('Posthorn is running.')
    expect(stopped.output()).not.toContain('Continuing without the demo')
    expect(stopped.output()).toContain('Stopped.')
  })

  it.each([['--port', '9000'], ['--verbose'], ['9000']])('prints the usage for %s', async (...args) => {
    const refused = start(args)
    expect(await refused.exited).toBe(1)
    expect(refused.output()).toContain(args[0]?.replace(/^-+/, ''))
    expect(refused.output()).toContain('Usage: npm start')
  })

  it('refuses an option that npm consumed', async () => {
    const refused = start([], { npm_config_port: '9000' })
    expect(await refused.exited).toBe(1)
    expect(refused.output()).toContain('npm start takes no options, got --port.')
  })

  it('names each unreachable store once, and starts nothing', async () => {
    const port = await freePort()
    const refused = start([], {
      DATABASE_URL: `postgresql://posthorn:hunter2@127.0.0.1:${port}/posthorn`,
      REDIS_URL: `redis://:hunter2@127.0.0.1:${port}`,
      POSTHORN_DATA_DIR: join(folder, 'other'),
    })
    expect(await refused.exited).toBe(1)
    const message = refused.output()
    expect(message).toContain(`DATABASE_URL: nothing listens on 127.0.0.1:${port}.`)
    expect(message).toContain(`REDIS_URL: nothing listens on 127.0.0.1:${port}.`)
    expect(message).not.toContain('hunter2')
    expect(message.trimEnd().split('\n').length).toBeLessThan(8)
    expect(existsSync(join(folder, 'other/logs'))).toBe(false)
  })
})
