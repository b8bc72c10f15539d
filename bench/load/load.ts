import { join } from 'node:path'
import { startChild } from '@posthorn/dev/child-process'
import { type LoadCommand, type LoadEvent, type LoadReply, NUMBERS_OF_REPLY } from './messages.ts'

export interface LoadResult {
  /** In order of arrival. */
  replies: LoadReply[]
  /** From the first request to the last reply. */
  seconds: number
}

/** The handle of the load process. It runs one command at a time. */
export interface Load {
  /** @param onProgress called from time to time with the number of replies */
  run(command: LoadCommand, onProgress?: (replied: number) => void): Promise<LoadResult>
  stop(): Promise<void>
}

export function startLoad(): Load {
  // Without stop-with-parent, with which it would exit while waiting for its first command. It ends when the channel closes.
  const load = startChild(process.execPath, [join(import.meta.dirname, 'process.ts')], {
    env: process.env,
    output: 'inherit',
    hasChannel: true,
    serialization: 'advanced',
  })
  const child = load.process
  return {
    async run(command, onProgress = () => {}) {
      const done = Promise.withResolvers<LoadResult>()
      const listen = (message: LoadEvent) => {
        if (message.kind === 'progress') onProgress(message.replied)
        else done.resolve({ replies: repliesOf(message.replies), seconds: message.seconds })
      }
      const ended = () => done.reject(new Error('the load process has exited'))
      child.on('message', listen)
      child.once('exit', ended)
      // Without a callback a channel that is closed ends this process, which then cleans nothing up.
      child.send(command, (error) => error !== null && done.reject(error))
      try {
        return await done.promise
      } finally {
        child.off('message', listen)
        child.off('exit', ended)
      }
    },
    async stop() {
      await load.stop({ signal: 'SIGKILL', graceMs: 0 })
    },
  }
}

function repliesOf(numbers: Float64Array): LoadReply[] {
  const replies: LoadReply[] = []
  for (let at = 0; at < numbers.length; at += NUMBERS_OF_REPLY) {
    const [n = 0, intendedMs = 0, repliedMs = 0, status = 0] = numbers.subarray(at, at + NUMBERS_OF_REPLY)
    replies.push({ n, intendedMs, repliedMs, status: status === 0 ? undefined : status })
  }
  return replies
}
