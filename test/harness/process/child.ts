import { readFileSync } from 'node:fs'
import { type Child as Started, startChild as startProcess } from '@posthorn/dev/child-process'
import { threadStates } from './thread-states.ts'

/** At exit Node.js writes the compile cache, which takes long on a machine at full load. */
const STOP_MS = 60_000
/** Before it is killed, its threads are looked at. */
const LOOK_MS = 1000
const { NODE_COMPILE_CACHE } = process.env
/**
 * What programs of Node.js share with each other: V8's code of modules that one of them has compiled.
 * https://nodejs.org/api/module.html#module-compile-cache
 */
export const COMPILE_CACHE: Record<string, string> =
  NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }

/** One listener for all: Node.js warns of an emitter with more than ten. */
const killedAtExit = new Set<Started>()
process.once('exit', () => {
  for (const child of killedAtExit) child.process.kill('SIGKILL')
})

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

/** Starts a process for a test and collects its output. */
export function startChild(
  command: string,
  args: string[],
  env: Record<string, string>,
  { hasChannel = false, logFile }: ChildOptions = {},
): Child {
  const output = logFile === undefined ? 'pipe' : { file: logFile }
  const child = startProcess(command, args, { env: { ...COMPILE_CACHE, ...env }, output, hasChannel })
  return collectingOutput(child, logFile)
}

/**
 * Collects the output of a process, which ends with the test process.
 * @param logFile the file that gets it; without one it comes over pipes
 */
export function collectingOutput(child: Started, logFile?: string): Child {
  const { pid = 0, channel, stdout, stderr } = child.process
  channel?.unref()
  let piped = ''
  for (const stream of [stdout, stderr]) stream?.on('data', (chunk: Buffer) => (piped += chunk.toString()))
  const output = () => (logFile === undefined ? piped : readFileSync(logFile, 'utf8'))
  killedAtExit.add(child)
  void child.exited.then(() => killedAtExit.delete(child))

  return {
    pid,
    output,
    isRunning: child.isRunning,
    exited: child.exited,
    signal: (signal) => void child.process.kill(signal),
    async stop(signal = 'SIGTERM') {
      let threads = ''
      const timer = setTimeout(() => {
        threads = threadStates(pid)
      }, STOP_MS - LOOK_MS)
      const hasStopped = await child.stop({ signal, graceMs: STOP_MS })
      clearTimeout(timer)
      if (hasStopped) return
      throw new Error(`process ${pid} did not stop within ${STOP_MS} ms:\n${threads}\n${output()}`)
    },
  }
}
