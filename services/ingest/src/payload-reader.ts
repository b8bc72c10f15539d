import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Subscription } from '@posthorn/database'
import { findingInterested } from '@posthorn/events/matching-subscriptions'
import {
  type Headers,
  type InboundMessage,
  type ProviderName,
  providerOf,
  runToEnd,
  UnreadablePayloadError,
} from '@posthorn/webhook'

/**
 * Larger bodies are parsed in a thread of their own. The worst JSON of this size (empty arrays, one after the other) takes
 * a few milliseconds.
 */
const INLINE_BYTES_MAX = 128 * 1024
/** Filters of larger data are applied there too. Those of smaller data are applied in turns, as of published events. */
const MATCHED_INLINE_BYTES_MAX = 1024 * 1024

const THREAD = new URL('payload-thread.ts', import.meta.url)

/** A body that has been verified, as its provider's format wants to be read. */
export interface Payload {
  provider: ProviderName
  headers: Headers
  body: Buffer
}

interface Matching {
  subscriptions: readonly Subscription[]
  type: string
  data: Uint8Array
}

/** What the thread is asked. It gets the bytes themselves, and hands them back. */
export type PayloadTask = { bytes: Uint8Array } & (
  | { kind: 'read'; provider: ProviderName; headers: Headers }
  | { kind: 'match'; subscriptions: readonly Subscription[]; type: string }
)
export type PayloadAnswer = { bytes: Uint8Array } & (
  | { kind: 'read'; message: InboundMessage }
  | { kind: 'unreadable'; detail: string }
  | { kind: 'matched'; subscriptions: readonly Subscription[] }
)

/** Reads verified bodies of any size without blocking the event loop. A large one is gone from where it was: use `body`. */
export interface PayloadReader {
  /** @throws UnreadablePayloadError when it is not in its provider's format */
  read(payload: Payload): Promise<{ message: InboundMessage; body: Buffer }>
  /** The subscriptions that an event goes to. Of a large one they are returned without filters: these have been applied. */
  matching(matching: Matching): Promise<{ subscriptions: readonly Subscription[]; data: Uint8Array }>
  /** Ends the thread. What waits for it fails. */
  close(): Promise<void>
}

/** Starts its thread with the first large body, and another one should that fail. */
export function createPayloadReader(): PayloadReader {
  let thread: Worker | undefined
  let previous: Promise<unknown> = Promise.resolve()

  /** One task after the other: an answer is that to the task before it. */
  function ask(task: PayloadTask): Promise<PayloadAnswer> {
    const answer = previous.then(() => askThread(task))
    previous = answer.catch(() => {})
    return answer
  }

  function startThread(): Worker {
    const started = new Worker(THREAD)
    started.unref()
    // One that fails while it has nothing to do must not end the process.
    started.on('error', () => {})
    started.once('exit', () => {
      if (thread === started) thread = undefined
    })
    return started
  }

  async function askThread(task: PayloadTask): Promise<PayloadAnswer> {
    const worker = (thread ??= startThread())
    // An ended thread emits no message: without this the task would wait for ever.
    const ended = new AbortController()
    const end = () => ended.abort(new Error('the thread that reads large bodies has ended'))
    worker.once('exit', end)
    try {
      worker.postMessage(task, [task.bytes.buffer as ArrayBuffer])
      // Of a thread that fails this throws the error.
      const [answer] = (await once(worker, 'message', { signal: ended.signal })) as [PayloadAnswer]
      return answer
    } catch (cause) {
      await worker.terminate()
      throw new Error('reading a large body', { cause })
    } finally {
      worker.off('exit', end)
    }
  }

  return {
    async read({ provider, headers, body }) {
      if (body.length <= INLINE_BYTES_MAX) {
        return { message: providerOf(provider).read({ headers, body }), body }
      }
      const answer = await ask({ kind: 'read', bytes: body, provider, headers })
      switch (answer.kind) {
        case 'read':
          return { message: answer.message, body: bufferOf(answer.bytes) }
        case 'unreadable':
          throw new UnreadablePayloadError(answer.detail)
        case 'matched':
          throw new Error('the thread has answered something else')
      }
    },

    async matching({ subscriptions, type, data }) {
      if (data.length <= MATCHED_INLINE_BYTES_MAX) return { subscriptions, data }
      const interested = runToEnd(findingInterested(subscriptions, type))
      const filtering = interested.filter(({ filter }) => filter !== null)
      if (filtering.length === 0) return { subscriptions: interested, data }
      const answer = await ask({ kind: 'match', bytes: data, subscriptions: filtering, type })
      if (answer.kind !== 'matched') throw new Error('the thread has answered something else')
      const matched = new Set(answer.subscriptions.map(({ endpointId }) => endpointId))
      const wanted = interested
        .filter(({ endpointId, filter }) => filter === null || matched.has(endpointId))
        .map((subscription) => ({ ...subscription, filter: null }))
      return { subscriptions: wanted, data: answer.bytes }
    },

    async close() {
      await thread?.terminate()
    },
  }
}

/** The same bytes, as a buffer. */
export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
