import { join } from 'node:path'
import { startScript } from '@posthorn/dev/child-process'
import type { Arrival, ReceiverCommand, ReceiverReply } from './messages.ts'

/** The handle of the receivers process. */
export interface Receivers {
  urls: string[]
  /** The number of events that arrived at each, slightly delayed. */
  arrived(): readonly number[]
  /** The number of events that arrived at all of them, slightly delayed. */
  arrivedInAll(): number
  /** Makes two of them fail: one hangs on each request, one refuses connections. */
  makeFail(which: { hanging: number | undefined; refusing: number }): Promise<void>
  /** Closes them all. */
  close(): Promise<Arrival[]>
  stop(): Promise<void>
}

/**
 * Starts a process with receivers.
 * @param options.delayMs the delay of each reply
 */
export async function startReceivers(count: number, { delayMs = 0 } = {}): Promise<Receivers> {
  const receivers = startScript(join(import.meta.dirname, 'process.ts'), {
    env: process.env,
    output: 'inherit',
    serialization: 'advanced',
  })
  const child = receivers.process
  let arrived: readonly number[] = []
  child.on('message', (message: ReceiverReply) => {
    if (message.kind === 'count') arrived = message.arrived
  })

  async function request<Kind extends ReceiverCommand['kind']>(
    command: ReceiverCommand & { kind: Kind },
  ): Promise<ReceiverReply & { kind: Kind }> {
    const received = new Promise<ReceiverReply & { kind: Kind }>((resolve, reject) => {
      const listen = (message: ReceiverReply) => {
        if (message.kind !== command.kind) return
        child.off('message', listen)
        resolve(message as ReceiverReply & { kind: Kind })
      }
      child.on('message', listen)
      child.once('exit', () => reject(new Error('the receivers process has exited')))
      // Without a callback a channel that is closed ends this process, which then cleans nothing up.
      child.send(command, (error) => error !== null && reject(error))
    })
    return received
  }

  const { ports } = await request({ kind: 'open', count, delayMs })
  return {
    urls: ports.map((port) => `http://127.0.0.1:${port}`),
    arrived: () => arrived,
    arrivedInAll: () => arrived.reduce((sum, each) => sum + each, 0),
    async makeFail(which) {
      await request({ kind: 'fail', ...which })
    },
    async close() {
      const { arrivals } = await request({ kind: 'close' })
      return arrivals
    },
    async stop() {
      await receivers.stop({ signal: 'SIGKILL', graceMs: 0 })
    },
  }
}
