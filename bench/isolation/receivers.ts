import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Arrival, ReceiverNotice, ReceiverOrder } from './receiver-messages.ts'

/** The process of the receivers, as the measurement sees it. */
export interface Receivers {
  urls: string[]
  /** How many events have come to each of them, as of a moment ago. */
  arrived(): readonly number[]
  /** Makes bad ones of two of them: one hangs on each request, one refuses connections. */
  spoil(which: { hanging: number; refusing: number }): Promise<void>
  /** Closes them all. */
  close(): Promise<Arrival[]>
  stop(): Promise<void>
}

/** Starts a process with so many receivers. */
export async function startReceivers(count: number): Promise<Receivers> {
  const child = fork(join(import.meta.dirname, 'receiver-process.ts'))
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

  const { ports } = await ask({ kind: 'open', count })
  return {
    urls: ports.map((port) => `http://127.0.0.1:${port}`),
    arrived: () => arrived,
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
