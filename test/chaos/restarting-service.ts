import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Child, startScript } from '@posthorn/dev/child-process'
import { request } from 'undici'
import type { ServiceName } from '../harness/service.ts'
import { waitUntil } from '../harness/wait-until.ts'

const ROOT = join(import.meta.dirname, '../..')
const RESTART_PAUSE_MS = 500
const LISTENING_MS = 60_000
const POLL_MS = 50
const REPLY_MS = 5000
/** The services stop within 28 s. */
const STOP_MS = 32_000

/** The end of one process of a service. */
export interface Death {
  service: string
  atMs: number
  how: string
  /**
   * `requested`: ended by a signal of the suite. `at start`: ended before it listened, as it does while PostgreSQL is
   * unavailable. `by itself` must not happen.
   */
  cause: 'requested' | 'at start' | 'by itself'
}

/** A service that is restarted whenever its process ends. */
export interface RestartingService {
  name: string
  url: string
  deaths: readonly Death[]
  signal(signal: NodeJS.Signals): void
  /**
   * Ends the process and resolves when the next one listens.
   * @param next.imports modules of test/faults that the next process loads
   */
  renew(signal: 'SIGTERM' | 'SIGKILL', next?: { imports: string[] }): Promise<void>
  /** Ends it without a restart. */
  stop(): Promise<void>
}

export interface RestartingServiceOptions {
  name: string
  service: ServiceName
  port: number
  env: Record<string, string>
  logFolder: string
}

interface Life {
  child: Child
  hasListened: boolean
  /** Whether a signal was sent to end it. */
  requested: boolean
}

/** Starts a service on its own port; resolves when it listens. */
export async function startRestartingService(options: RestartingServiceOptions): Promise<RestartingService> {
  const { name, port } = options
  const url = `http://127.0.0.1:${port}`
  const deaths: Death[] = []
  let imports: string[] = []
  const stopping = new AbortController()
  let life = begin(options, imports)

  async function live(): Promise<void> {
    while (!stopping.signal.aborted) {
      void watch(life, url)
      await life.child.exited
      deaths.push(deathOf(name, life))
      if (!stopping.signal.aborted) await sleep(RESTART_PAUSE_MS)
      if (!stopping.signal.aborted) life = begin(options, imports)
    }
  }
  const untilListening = () =>
    waitUntil(`${name} to listen (its log: ${logFileOf(options)})`, () => life.hasListened, LISTENING_MS)
  const over = live()
  try {
    await untilListening()
  } catch (error) {
    stopping.abort()
    await end(life, 'SIGKILL')
    throw error
  }

  return {
    name,
    url,
    deaths,
    signal: (signal) => void life.child.process.kill(signal),
    async renew(signal, next) {
      imports = next?.imports ?? []
      const ending = life
      await end(ending, signal)
      await waitUntil(`${name} to restart`, () => life !== ending)
      await untilListening()
    },
    async stop() {
      stopping.abort()
      await end(life, 'SIGTERM')
      await over
    },
  }
}

function begin(options: RestartingServiceOptions, imports: readonly string[]): Life {
  const child = startScript(join(ROOT, 'services', options.service, 'src/main.ts'), {
    env: options.env,
    imports: imports.map((file) => join(ROOT, 'test/faults', file)),
    output: { file: logFileOf(options) },
  })
  return { child, hasListened: false, requested: false }
}

/** Waits until it listens. */
async function watch(life: Life, url: string): Promise<void> {
  const { isRunning } = life.child
  while (isRunning() && !life.hasListened) {
    const hasReplied = await replies(url)
    life.hasListened = hasReplied && isRunning()
    await sleep(POLL_MS)
  }
}

async function end(life: Life, signal: NodeJS.Signals): Promise<void> {
  life.requested = true
  if (await life.child.stop({ signal, graceMs: STOP_MS })) return
  throw new Error(`process ${life.child.process.pid} did not stop within ${STOP_MS / 1000} s of ${signal}`)
}

function deathOf(service: string, life: Life): Death {
  const { exitCode, signalCode } = life.child.process
  return {
    service,
    atMs: Date.now(),
    how: signalCode === null ? `exit code ${exitCode}` : signalCode,
    cause: life.requested ? 'requested' : life.hasListened ? 'by itself' : 'at start',
  }
}

export function logFileOf({ logFolder, name }: Pick<RestartingServiceOptions, 'logFolder' | 'name'>): string {
  return join(logFolder, `${name}.log`)
}

async function replies(url: string): Promise<boolean> {
  try {
    const { statusCode, body } = await request(`${url}/healthz`, { signal: AbortSignal.timeout(REPLY_MS) })
    await body.dump()
    return statusCode === 200
  } catch {
    return false
  }
}
