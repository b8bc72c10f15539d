import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from './root.ts'

const STOP_WITH_PARENT = path.join(import.meta.dirname, 'stop-with-parent.ts')

export interface ChildOptions {
  /** All of its environment. */
  env: NodeJS.ProcessEnv
  /** Where its standard output and error go: to this process, to its terminal, or to the end of a file. */
  output: 'pipe' | 'inherit' | { file: string }
  /** Whether it gets an IPC channel, over which it notices that this process has ended. Default: false. */
  hasChannel?: boolean
  /** How messages are sent over the channel. Default: as JSON. */
  serialization?: 'json' | 'advanced'
  /** Whether it has its own session, out of reach of a Ctrl-C in the terminal. Default: false. */
  detached?: boolean
}

/** A child process. */
export interface Child {
  /** For its streams and messages. */
  process: ChildProcess
  isRunning: () => boolean
  /** Its exit code, null after a signal. Rejects when it could not be started. */
  exited: Promise<number | null>
  /** How it ended, as the predicate of a sentence: "stopped (exit code 1)". */
  ending: () => string
  /**
   * Ends it. Does nothing when it has ended already.
   * @returns whether it ended without being killed
   */
  stop: (options: StopOptions) => Promise<boolean>
}

export interface StopOptions {
  /** Default: SIGTERM. */
  signal?: NodeJS.Signals
  /** It is killed this long after the signal. */
  graceMs: number
  /** Aborted to kill it at once. */
  hurry?: AbortSignal
}

/** Starts a command, in the root of the repository. */
export function startChild(command: string, args: readonly string[], options: ChildOptions): Child {
  const child = spawnChild(command, args, options)
  const exited = once(child, 'exit').then(([code]) => code as number | null)
  const isRunning = () => child.exitCode === null && child.signalCode === null
  return {
    process: child,
    isRunning,
    exited,
    ending: () =>
      child.signalCode === null
        ? `stopped (exit code ${child.exitCode})`
        : `was killed by ${child.signalCode}`,
    async stop({ signal = 'SIGTERM', graceMs, hurry }) {
      if (!isRunning()) return true
      let isKilled = false
      const kill = () => {
        isKilled = true
        child.kill('SIGKILL')
      }
      const timer = setTimeout(kill, graceMs)
      hurry?.addEventListener('abort', kill)
      if (hurry?.aborted === true) kill()
      else child.kill(signal)
      await exited
      clearTimeout(timer)
      hurry?.removeEventListener('abort', kill)
      return !isKilled
    },
  }
}

export interface ScriptOptions extends Omit<ChildOptions, 'hasChannel'> {
  args?: readonly string[]
  /** Options of Node.js. */
  nodeOptions?: readonly string[]
  /** Files of modules that are loaded before the script, for example to inject a fault. */
  imports?: readonly string[]
}

/** Starts a script with this Node.js. It stops when this process ends, also by kill -9. */
export function startScript(
  script: string,
  { args = [], nodeOptions = [], imports = [], ...options }: ScriptOptions,
): Child {
  const modules = [STOP_WITH_PARENT, ...imports].flatMap((file) => ['--import', pathToFileURL(file).href])
  const all = [...nodeOptions, ...modules, script, ...args]
  return startChild(process.execPath, all, { ...options, hasChannel: true })
}

function spawnChild(
  command: string,
  args: readonly string[],
  { env, output, hasChannel = false, serialization, detached = false }: ChildOptions,
): ChildProcess {
  const file = typeof output === 'string' ? undefined : openSync(output.file, 'a')
  const stream = file ?? (output as 'pipe' | 'inherit')
  const input = stream === 'inherit' ? 'inherit' : 'ignore'
  const stdio: SpawnOptions['stdio'] = [input, stream, stream, ...(hasChannel ? (['ipc'] as const) : [])]
  try {
    return spawn(command, args, { cwd: ROOT, env, detached, stdio, serialization })
  } finally {
    if (file !== undefined) closeSync(file)
  }
}
