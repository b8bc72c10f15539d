import { parentPort } from 'node:worker_threads'
import { matchingSubscriptions } from '@posthorn/events/matching-subscriptions'
import { providerOf, UnreadablePayloadError } from '@posthorn/webhook'
import type { PayloadReply, PayloadTask } from './payload-reader.ts'

/** The thread of `createPayloadReader`: parses and matches large bodies, one task after the other. */
function replyTo(task: PayloadTask): PayloadReply {
  const { bytes } = task
  switch (task.kind) {
    case 'read':
      try {
        const { provider, config, headers } = task
        const events = providerOf(provider).readEvents({ config, headers, body: bytes })
        return { kind: 'read', bytes, events }
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

// The bytes are transferred to the thread and back, not copied.
parentPort?.on('message', (task: PayloadTask) => {
  parentPort?.postMessage(replyTo(task), [task.bytes.buffer as ArrayBuffer])
})
