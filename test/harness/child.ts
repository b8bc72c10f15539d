import { type Child as Started, startChild as startProcess } from '@posthorn/dev/child-process'

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

/**
 * Starts a process for a test and collects its output.
 * @param options.hasChannel an IPC channel, over which the program notices that this process has ended
 */
export function startChild(
  command: string,
  args: string[],
  env: Record<string, string>,
  { hasChannel = false } = {},
): Child {
  return collectingOutput(startProcess(command, args, { env, output: 'pipe', hasChannel }))
}

/** Collects the output of a process, which ends with the test process. */
export function collectingOutput(child: Started): Child {
  const { pid = 0, channel, stdout, stderr } = child.process
  channel?.unref()
  let output = ''
  for (const stream of [stdout, stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const killAtExit = () => child.process.kill('SIGKILL')
  process.once('exit', killAtExit)
  void child.exited.then(() => process.off('exit', killAtExit))

  return {
    pid,
    output: () => output,
    isRunning: child.isRunning,
    exited: child.exited,
    signal: (signal) => void child.process.kill(signal),
    async stop(signal = 'SIGTERM') {
      if (await child.stop({ signal, graceMs: STOP_MS })) return
      throw new Error(`process ${pid} did not stop within ${STOP_MS} ms:\n${output}`)
    },
  }
}
