import { type Child, startScript } from '../../child-process.ts'
import { COMPILE_CACHE } from '../../compile-cache.ts'
import { MEMORY_OPTIONS } from '../../memory-options.ts'
import { UserError } from '../../user-error.ts'
import { type KeptRunning, keepRunning, type Run } from './keep-running.ts'
import { waitUntilReady } from './readiness.ts'
import { openServiceLog, type ServiceLog } from './service-log.ts'

const READY_MS = 60_000
const GRACE_MS = 30_000

/** A service that exits this often before it was ever ready has a wrong configuration or a bug. */
const EARLY_EXITS_MAX = 3

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

/** Starts a program of this repository out of reach of a Ctrl-C in the terminal: this process decides when it stops. */
export function startProgram(script: string, env: Record<string, string>): Child {
  return startScript(script, {
    env: { NODE_COMPILE_CACHE: COMPILE_CACHE, ...process.env, ...env },
    nodeOptions: [...MEMORY_OPTIONS, '--disable-warning=ExperimentalWarning'],
    output: 'pipe',
    detached: true,
  })
}

/** Starts a service and restarts it when it exits. */
export function startService(options: ServiceOptions): Service {
  const { name, script, origin, env, logFolder, say } = options
  const log = openServiceLog(logFolder, name, say)
  const stopping = new AbortController()
  let runs = 0

  const start = async (): Promise<Run> => {
    const child = startProgram(script, env)
    const { stdout, stderr } = child.process
    for (const output of [stdout, stderr]) if (output) log.collect(output)
    if (++runs > 1) void sayWhenReadyAgain()
    return {
      over: child.exited.then(() => child.ending()),
      stop: async (hurry) => void (await child.stop({ graceMs: GRACE_MS, hurry })),
    }
  }

  async function sayWhenReadyAgain(): Promise<void> {
    const run = runs
    const isGivenUp = () => runs !== run
    const readiness = await waitUntilReady(origin, {
      timeoutMs: READY_MS,
      signal: stopping.signal,
      isGivenUp,
    }).catch(() => 'stopping')
    if (readiness === 'ready' && !isGivenUp()) say(`${name} is ready again.`)
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
  const readiness = await waitUntilReady(origin, { timeoutMs: READY_MS, signal, isGivenUp })
  if (readiness === 'ready') return
  const what = isGivenUp() ? `${name} does not stay up` : `${name} is not ready after ${READY_MS / 1_000} s`
  throw new UserError(`${what}; GET ${origin}/readyz: ${readiness}. The end of ${log.file}:\n${log.tail()}`)
}
