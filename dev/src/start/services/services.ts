import { once } from 'node:events'
import path from 'node:path'
import { Problem } from '../../problem.ts'
import { ROOT } from '../../root.ts'
import { describeEnd, spawnChild, stopChild } from './child.ts'
import { type KeptRunning, keepRunning, type Life } from './keep-running.ts'
import { waitUntilReady } from './readiness.ts'
import { openServiceLog, type ServiceLog } from './service-log.ts'

const READY_MS = 60_000
const GRACE_MS = 30_000

/** Who dies this often before it was ever ready, dies of its configuration or its code. */
const HOPELESS_DEATHS = 3

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
  /** Where it listens. */
  origin: string
  env: Record<string, string>
  logFolder: string
  say: (line: string) => void
}

export function serviceScript(name: ServiceName): string {
  return path.join(ROOT, 'services', name, 'src/main.ts')
}

/** Starts a service and keeps it running. */
export function startService(options: ServiceOptions): Service {
  const { name, script, origin, env, logFolder, say } = options
  const log = openServiceLog(logFolder, name, say)
  const stopping = new AbortController()
  let lives = 0

  const start = async (): Promise<Life> => {
    const child = spawnChild(script, env)
    for (const output of [child.stdout, child.stderr]) if (output) log.collect(output)
    if (++lives > 1) void sayWhenBack()
    const over = once(child, 'exit').then(() => describeEnd(child))
    return { over, stop: (hurry) => stopChild(child, GRACE_MS, hurry) }
  }

  async function sayWhenBack(): Promise<void> {
    const life = lives
    const isHopeless = () => lives !== life
    const answer = await waitUntilReady(origin, {
      timeoutMs: READY_MS,
      signal: stopping.signal,
      isHopeless,
    }).catch(() => 'stopping')
    if (answer === 'ready' && !isHopeless()) say(`${name} is ready again.`)
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
  const isHopeless = () => kept.deaths() >= HOPELESS_DEATHS
  const answer = await waitUntilReady(origin, { timeoutMs: READY_MS, signal, isHopeless })
  if (answer === 'ready') return
  const what = isHopeless() ? `${name} does not stay up` : `${name} is not ready after ${READY_MS / 1_000} s`
  throw new Problem(`${what}; GET ${origin}/readyz: ${answer}. The end of ${log.file}:\n${log.tail()}`)
}
