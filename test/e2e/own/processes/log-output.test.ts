import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, openSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../harness/database/database.ts'
import { freePort } from '../../../harness/free-port.ts'
import { COMPILE_CACHE } from '../../../harness/process/child.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const SERVICES = ['api', 'ingest', 'worker'] as const
type ServiceName = (typeof SERVICES)[number]
/** Starting a process takes time on a busy machine. */
const START_MS_MAX = 120_000
const EXIT_MS_MAX = 30_000
const TEST_MS_MAX = 300_000
/** More than the buffer of a pipe or a socket holds. */
const REQUESTS_TO_FILL_A_PIPE = 3_000
const AT_ONCE = 50

let database: TestDatabase
let child: ChildProcess

beforeAll(async () => {
  database = await createTestDatabase()
})
afterEach(() => {
  child.kill('SIGKILL')
})
afterAll(() => database.drop())

/** Starts a service with `stdout` as its standard output, and waits until it replies. */
async function start(service: ServiceName, stdout: 'pipe' | number): Promise<string> {
  const port = await freePort()
  child = spawn(process.execPath, [`services/${service}/src/main.ts`], {
    stdio: ['ignore', stdout, 'ignore'],
    env: {
      ...COMPILE_CACHE,
      DATABASE_URL: database.url,
      POSTHORN_ADMIN_KEY: 'an-admin-key-of-twenty-four-characters',
      POSTHORN_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
      [`${service.toUpperCase()}_PORT`]: String(port),
      LOG_LEVEL: 'debug',
    },
  })
  const origin = `http://127.0.0.1:${port}`
  await waitUntil(`${service} to reply`, () => isUp(origin), START_MS_MAX)
  return origin
}

function isUp(origin: string): Promise<boolean> {
  return fetch(`${origin}/healthz`).then(
    (reply) => reply.ok,
    () => false,
  )
}

/** Makes the service write one log line for each request. */
async function logLines(origin: string, count: number): Promise<void> {
  for (let done = 0; done < count; done += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, () => isUp(origin)))
  }
}

async function exitCodeAfter(signal: NodeJS.Signals): Promise<number | string | null> {
  const exited = once(child, 'exit').then(([code, killedBy]) => (code ?? killedBy) as number | string)
  child.kill(signal)
  const tooLate = new Promise<string>((resolve) => {
    setTimeout(() => resolve('still running'), EXIT_MS_MAX).unref()
  })
  return Promise.race([exited, tooLate])
}

/** CPU time of the process in seconds. */
async function processorSeconds(origin: string): Promise<number> {
  const text = await fetch(`${origin}/metrics`).then((reply) => reply.text())
  return Number(/^process_cpu_seconds_total (\S+)/m.exec(text)?.[1])
}

describe.each(SERVICES)('%s', { timeout: TEST_MS_MAX }, (service) => {
  it('keeps serving when the reader of its log is gone, without wasting CPU time, and stops on SIGTERM', async () => {
    const origin = await start(service, 'pipe')
    child.stdout?.destroy()
    await logLines(origin, 200)
    const before = await processorSeconds(origin)
    await logLines(origin, 50)
    expect((await processorSeconds(origin)) - before).toBeLessThan(2)
    expect(await exitCodeAfter('SIGTERM')).toBe(0)
  })

  it('stops on SIGTERM although the reader of its log has just closed', async () => {
    await start(service, 'pipe')
    child.stdout?.destroy()
    expect(await exitCodeAfter('SIGTERM')).toBe(0)
  })

  it('keeps serving and stops on SIGTERM while nothing reads its log', async () => {
    const origin = await start(service, 'pipe')
    child.stdout?.pause()
    await logLines(origin, REQUESTS_TO_FILL_A_PIPE)
    expect(await isUp(origin)).toBe(true)
    expect(await exitCodeAfter('SIGTERM')).toBe(0)
  })

  it.runIf(existsSync('/dev/full'))(
    'keeps serving and stops on SIGTERM with its log on a full disk',
    async () => {
      const origin = await start(service, openSync('/dev/full', 'w'))
      await logLines(origin, 200)
      expect(await exitCodeAfter('SIGTERM')).toBe(0)
    },
  )

  it('writes its last lines before it exits', async () => {
    await start(service, 'pipe')
    let output = ''
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
    expect(await exitCodeAfter('SIGTERM')).toBe(0)
    await waitUntil('the last line', () => output.trimEnd().split('\n').at(-1)?.includes('service.stopped'))
  })
})
