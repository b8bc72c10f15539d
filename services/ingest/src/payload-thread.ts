import { parentPort } from 'node:worker_threads'
import { matchingSubscriptions } from '@posthorn/events/matching-subscriptions'
import { providerOf, UnreadablePayloadError } from '@posthorn/webhook'
import type { PayloadAnswer, PayloadTask } from './payload-reader.ts'

/** The thread of `createPayloadReader`: parses what would block an event loop. One task at a time, in their order. */
function answerTo(task: PayloadTask): PayloadAnswer {
  const { bytes } = task
  switch (task.kind) {
    case 'read':
      try {
        const message = providerOf(task.provider).read({ headers: task.headers, body: bytes })
        return { kind: 'read', bytes, message }
      } catch (error) {
        if (!(error instanceof UnreadablePayloadError)) throw error
        return { kind: 'unreadable', bytes, detail: error.message }
      }
    case 'match': {
      const { subscriptions, type } = task
      return {
        kind: 'matched',
        bytes,
        subscriptions: matchingSubscriptions(subscriptions, { type, data: bytes }),
      }
    }
  }
}

// The bytes are handed over and back, not copied.
parentPort?.on('message', (task: PayloadTask) => {
  parentPort?.postMessage(answerTo(task), [task.bytes.buffer as ArrayBuffer])
})
