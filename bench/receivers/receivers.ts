import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Arrival, ReceiverNotice, ReceiverOrder } from './messages.ts'

/** The process of the receivers, as the measurement sees it. */
export interface Receivers {
  urls: string[]
  /** How many events have come to each of them, as of a moment ago. */
  arrived(): readonly number[]
  /** How many have come to all of them together, as of a moment ago. */
  arrivedInAll(): number
  /** Makes bad ones of them: one hangs on each request, one refuses connections. */
  spoil(which: { hanging: number | undefined; refusing: number }): Promise<void>
  /** Closes them all. */
  close(): Promise<Arrival[]>
  stop(): Promise<void>
}

/**
 * Starts a process with so many receivers.
 * @param options.delayMs how long each takes to answer
 */
export async function startReceivers(count: number, { delayMs = 0 } = {}): Promise<Receivers> {
  const child = fork(join(import.meta.dirname, 'process.ts'), { serialization: 'advanced' })
  let arrived: readonly number[] = []
  child.on('message', (notice: ReceiverNotice) => {
    if (notice.kind === 'count') arrived = notice.arrived
  })

  async function ask<Kind extends ReceiverOrder['kind']>(
    order: ReceiverOrder & { kind: Kind },
  ): Promise<ReceiverNotice & { kind: Kind }> {
    const answer = new Promise<ReceiverNotice & { kind: Kind }>((resolve, reject) => {
      const listen = (notice: ReceiverNotice) => {
        if (notice.kind !== order.kind) return
        child.off('message', listen)
        resolve(notice as ReceiverNotice & { kind: Kind })
      }
      child.on('message', listen)
      child.once('exit', () => reject(new Error('the process of the receivers has ended')))
    })
    child.send(order)
    return answer
  }

  const { ports } = await ask({ kind: 'open', count, delayMs })
  return {
    urls: ports.map((port) => `http://127.0.0.1:${port}`),
    arrived: () => arrived,
    arrivedInAll: () => arrived.reduce((sum, each) => sum + each, 0),
    async spoil(which) {
      await ask({ kind: 'spoil', ...which })
    },
    async close() {
      const { arrivals } = await ask({ kind: 'close' })
      return arrivals
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}
