import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'

const STOP_MS = 20_000
const { NODE_COMPILE_CACHE } = process.env
/**
 * What programs of Node.js share with each other: V8's code of modules that one of them has compiled.
 * https://nodejs.org/api/module.html#module-compile-cache
 */
export const COMPILE_CACHE: Record<string, string> =
  NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }

/** A process that a test has started. */
export interface Child {
  pid: number
  /** Standard output and error together. */
  output(): string
  isRunning(): boolean
  /** Sends a signal and waits for the end. If SIGTERM has no effect, the test fails. */
  stop(signal?: NodeJS.Signals): Promise<void>
  signal(signal: NodeJS.Signals): void
  exited: Promise<number | null>
}

export interface ChildOptions {
  /** An IPC channel, over which the program notices that this process has ended. */
  hasChannel?: boolean
  /** The file that gets its output, for other processes to read. Default: this process keeps it. */
  logFile?: string | undefined
}

export function startChild(
  command: string,
  args: string[],
  env: Record<string, string>,
  { hasChannel = false, logFile }: ChildOptions = {},
): Child {
  const out = logFile === undefined ? 'pipe' : openSync(logFile, 'a')
  const child: ChildProcess = spawn(command, args, {
    env: { ...COMPILE_CACHE, ...env },
    stdio: hasChannel ? ['ignore', out, out, 'ipc'] : ['ignore', out, out],
  })
  if (typeof out === 'number') closeSync(out)
  child.channel?.unref()
  let output = ''
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const exited = once(child, 'exit').then(([code]) => code as number | null)
  const written = () => (logFile === undefined ? output : readFileSync(logFile, 'utf8'))
  const isRunning = () => child.exitCode === null && child.signalCode === null
  // The process ends with the test process.
  const killAtExit = () => child.kill('SIGKILL')
  process.once('exit', killAtExit)
  void exited.then(() => process.off('exit', killAtExit))

  return {
    pid: child.pid ?? 0,
    output: written,
    isRunning,
    exited,
    signal: (signal) => void child.kill(signal),
    async stop(signal = 'SIGTERM') {
      if (!isRunning()) return
      child.kill(signal)
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
      await exited
      clearTimeout(timer)
      if (child.signalCode === 'SIGKILL' && signal !== 'SIGKILL') {
        throw new Error(`process ${child.pid} did not stop within ${STOP_MS} ms:\n${written()}`)
      }
    },
  }
}
