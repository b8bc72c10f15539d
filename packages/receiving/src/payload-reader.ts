import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Subscription } from '@posthorn/database'
import { findInterestedInSlices } from '@posthorn/events/matching-subscriptions'
import { FairSemaphore } from '@posthorn/fairness'
import {
  type Headers,
  type InboundEvent,
  type ProviderConfig,
  type ProviderName,
  providerOf,
  runToEnd,
  UnreadablePayloadError,
} from '@posthorn/webhook'

/**
 * Larger bodies are parsed in a separate thread. The slowest JSON of this size, a list of empty arrays, takes a few
 * milliseconds.
 */
const INLINE_BYTES_MAX = 128 * 1024
/** Larger data is matched with filters in the thread too. Smaller data is matched in turns, as of published events. */
const MATCHED_INLINE_BYTES_MAX = 1024 * 1024

const THREAD = new URL('payload-thread.ts', import.meta.url)

/** A verified body in its provider's format. */
export interface Payload {
  tenantId: string
  provider: ProviderName
  /** Of the source. */
  config: ProviderConfig
  headers: Headers
  body: Buffer
}

interface MatchInput {
  tenantId: string
  subscriptions: readonly Subscription[]
  type: string
  data: Uint8Array
}

/** A task of the thread. The bytes are transferred to it and back. */
export type PayloadTask = { bytes: Uint8Array } & (
  | { kind: 'read'; provider: ProviderName; config: ProviderConfig; headers: Headers }
  | { kind: 'match'; subscriptions: readonly Subscription[]; type: string }
)
export type PayloadReply = { bytes: Uint8Array } & (
  | { kind: 'read'; events: readonly InboundEvent[] }
  | { kind: 'unreadable'; detail: string }
  | { kind: 'matched'; subscriptions: readonly Subscription[] }
)

/** Reads verified bodies of any size without blocking the event loop. Use the returned bytes: large ones are transferred. */
export interface PayloadReader {
  /** @throws UnreadablePayloadError when the body is not in its provider's format */
  read(payload: Payload): Promise<{ events: readonly InboundEvent[]; body: Buffer }>
  /** Subscriptions that may match an event. For large data the filters have been applied and are null. */
  matchSubscriptions(input: MatchInput): Promise<{ subscriptions: readonly Subscription[]; data: Uint8Array }>
  /** Ends the thread. Waiting tasks fail. */
  close(): Promise<void>
}

/** Starts its thread with the first large body, and a new thread if that one fails. Tenants take turns. */
export function createPayloadReader(): PayloadReader {
  let thread: Worker | undefined
  /** One task at a time: so a reply belongs to the last task. */
  const turns = new FairSemaphore(1)

  async function run(tenantId: string, task: PayloadTask): Promise<PayloadReply> {
    const turn = await turns.acquire(tenantId)
    try {
      return await runInThread(task)
    } finally {
      turn.release()
    }
  }

  function startThread(): Worker {
    const started = new Worker(THREAD)
    started.unref()
    // Without a listener, an error of an idle thread would end the process.
    started.on('error', () => {})
    started.once('exit', () => {
      if (thread === started) thread = undefined
    })
    return started
  }

  async function runInThread(task: PayloadTask): Promise<PayloadReply> {
    const worker = (thread ??= startThread())
    // A thread that has ended sends no message: without this the task would wait forever.
    const ended = new AbortController()
    const end = () => ended.abort(new Error('the thread that reads large bodies has ended'))
    worker.once('exit', end)
    try {
      worker.postMessage(task, [task.bytes.buffer as ArrayBuffer])
      // Throws the error of a thread that fails.
      const [reply] = (await once(worker, 'message', { signal: ended.signal })) as [PayloadReply]
      return reply
    } catch (cause) {
      await worker.terminate()
      throw new Error('reading a large body', { cause })
    } finally {
      worker.off('exit', end)
    }
  }

  return {
    async read({ tenantId, provider, config, headers, body }) {
      if (body.length <= INLINE_BYTES_MAX) {
        return { events: providerOf(provider).readEvents({ config, headers, body }), body }
      }
      const reply = await run(tenantId, { kind: 'read', bytes: body, provider, config, headers })
      switch (reply.kind) {
        case 'read':
          return { events: reply.events, body: bufferOf(reply.bytes) }
        case 'unreadable':
          throw new UnreadablePayloadError(reply.detail)
        case 'matched':
          throw new Error('unexpected reply of the payload thread')
      }
    },

    async matchSubscriptions({ tenantId, subscriptions, type, data }) {
      if (!isMatchedInThread(data)) return { subscriptions, data }
      const interested = runToEnd(findInterestedInSlices(subscriptions, type))
      const filtering = interested.filter(({ filter }) => filter !== null)
      if (filtering.length === 0) return { subscriptions: interested, data }
      const reply = await run(tenantId, { kind: 'match', bytes: data, subscriptions: filtering, type })
      if (reply.kind !== 'matched') throw new Error('unexpected reply of the payload thread')
      const matched = new Set(reply.subscriptions.map(({ endpointId }) => endpointId))
      const matching = interested
        .filter(({ endpointId, filter }) => filter === null || matched.has(endpointId))
        .map((subscription) => ({ ...subscription, filter: null }))
      return { subscriptions: matching, data: reply.bytes }
    },

    async close() {
      await thread?.terminate()
    },
  }
}

/** Whether filters are applied in the thread: its buffer is transferred. */
export function isMatchedInThread(data: Uint8Array): boolean {
  return data.length > MATCHED_INLINE_BYTES_MAX
}

/** The same bytes as a Buffer, without a copy. */
export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
