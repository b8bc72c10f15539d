import { once } from 'node:events'
import path from 'node:path'
import { ROOT } from '../../root.ts'
import { UserError } from '../../user-error.ts'
import { describeEnd, spawnChild, stopChild } from './child.ts'
import { type KeptRunning, keepRunning, type Run } from './keep-running.ts'
import { waitUntilReady } from './readiness.ts'
import { openServiceLog, type ServiceLog } from './service-log.ts'

const READY_MS = 60_000
const GRACE_MS = 30_000

/** A service that exits this often before it was ever ready has a wrong configuration or a bug. */
const EARLY_EXITS_MAX = 3

export type ServiceName = 'api' | 'ingest' | 'worker'

export type Service = {
  name: string
  /** Resolves when `GET /readyz` is 200 for the first time. */
  ready(signal: AbortSignal): Promise<void>
  stop(hurry: AbortSignal): Promise<void>
}

export type ServiceOptions = {
  name: string
  /** The program to run. */
  script: string
  /** Its base URL. */
  origin: string
  env: Record<string, string>
  logFolder: string
  say: (line: string) => void
}

export function serviceScript(name: ServiceName): string {
  return path.join(ROOT, 'services', name, 'src/main.ts')
}

/** Starts a service and restarts it when it exits. */
export function startService(options: ServiceOptions): Service {
  const { name, script, origin, env, logFolder, say } = options
  const log = openServiceLog(logFolder, name, say)
  const stopping = new AbortController()
  let runs = 0

  const start = async (): Promise<Run> => {
    const child = spawnChild(script, env)
    for (const output of [child.stdout, child.stderr]) if (output) log.collect(output)
    if (++runs > 1) void sayWhenReadyAgain()
    const over = once(child, 'exit').then(() => describeEnd(child))
    return { over, stop: (hurry) => stopChild(child, GRACE_MS, hurry) }
  }

  async function sayWhenReadyAgain(): Promise<void> {
    const run = runs
    const isGivenUp = () => runs !== run
    const answer = await waitUntilReady(origin, {
      timeoutMs: READY_MS,
      signal: stopping.signal,
      isGivenUp,
    }).catch(() => 'stopping')
    if (answer === 'ready' && !isGivenUp()) say(`${name} is ready again.`)
  }

  const kept = keepRunning({ name, start, say })
  return {
    name,
    ready: (signal) => firstReady({ name, origin, kept, log }, signal),
    stop(hurry) {
      stopping.abort()
      return kept.stop(hurry)
    },
  }
}

async function firstReady(
  { name, origin, kept, log }: { name: string; origin: string; kept: KeptRunning; log: ServiceLog },
  signal: AbortSignal,
): Promise<void> {
  const isGivenUp = () => kept.earlyExits() >= EARLY_EXITS_MAX
  const answer = await waitUntilReady(origin, { timeoutMs: READY_MS, signal, isGivenUp })
  if (answer === 'ready') return
  const what = isGivenUp() ? `${name} does not stay up` : `${name} is not ready after ${READY_MS / 1_000} s`
  throw new UserError(`${what}; GET ${origin}/readyz: ${answer}. The end of ${log.file}:\n${log.tail()}`)
}
