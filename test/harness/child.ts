import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

const STOP_MS = 20_000

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

/** @param options.hasChannel an IPC channel, over which the program notices that this process has ended */
export function startChild(
  command: string,
  args: string[],
  env: Record<string, string>,
  { hasChannel = false } = {},
): Child {
  const child: ChildProcess = spawn(command, args, {
    env,
    stdio: hasChannel ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 'pipe', 'pipe'],
  })
  child.channel?.unref()
  let output = ''
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const exited = once(child, 'exit').then(([code]) => code as number | null)
  const isRunning = () => child.exitCode === null && child.signalCode === null
  // The process ends with the test process.
  const killAtExit = () => child.kill('SIGKILL')
  process.once('exit', killAtExit)
  void exited.then(() => process.off('exit', killAtExit))

  return {
    pid: child.pid ?? 0,
    output: () => output,
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
        throw new Error(`process ${child.pid} did not stop within ${STOP_MS} ms:\n${output}`)
      }
    },
  }
}
