import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { type Answer, type LoadNotice, type LoadOrder, NUMBERS_OF_ANSWER } from './messages.ts'

export interface LoadResult {
  /** In the order in which they came. */
  answers: Answer[]
  /** From the first request to the last answer. */
  seconds: number
}

/** The process of the load, as the measurement sees it. One order at a time. */
export interface Load {
  /** @param onProgress told now and then how many requests have been answered */
  run(order: LoadOrder, onProgress?: (answered: number) => void): Promise<LoadResult>
  stop(): Promise<void>
}

export function startLoad(): Load {
  // Without our own options: with stop-with-parent the process would end while it waits for its first order.
  const child = fork(join(import.meta.dirname, 'process.ts'), { serialization: 'advanced', execArgv: [] })
  return {
    async run(order, onProgress = () => {}) {
      const done = Promise.withResolvers<LoadResult>()
      const listen = (notice: LoadNotice) => {
        if (notice.kind === 'progress') onProgress(notice.answered)
        else done.resolve({ answers: answersOf(notice.answers), seconds: notice.seconds })
      }
      const ended = () => done.reject(new Error('the process of the load has ended'))
      child.on('message', listen)
      child.once('exit', ended)
      child.send(order)
      try {
        return await done.promise
      } finally {
        child.off('message', listen)
        child.off('exit', ended)
      }
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

function answersOf(numbers: Float64Array): Answer[] {
  const answers: Answer[] = []
  for (let at = 0; at < numbers.length; at += NUMBERS_OF_ANSWER) {
    const [n = 0, intendedMs = 0, answeredMs = 0, status = 0] = numbers.subarray(at, at + NUMBERS_OF_ANSWER)
    answers.push({ n, intendedMs, answeredMs, status: status === 0 ? undefined : status })
  }
  return answers
}
