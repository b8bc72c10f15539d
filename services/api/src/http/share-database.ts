import { FairSemaphore, type Slot } from '@posthorn/fairness'
import { waitForSlot, withSlot } from '@posthorn/runtime'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/**
 * Connections of the pool (`packages/runtime/src/stores/open-stores.ts`) for handlers of requests, and for single statements beside
 * them (rate limits, Idempotency-Keys). Batched work has the rest and its own limits: publishing, keys, rules.
 */
const HANDLERS_MAX = 8
const STATEMENTS_MAX = 3

/** Beyond it a reply counts as large. */
const SMALL_REPLY_BYTES = 256 * 1024
/** A client has this long to read a large reply in the slot of its handler. */
const READING_MS_MAX = 2000
/** Large replies in memory whose clients read more slowly. */
const SLOW_REPLIES_MAX = 16

/** Runs one statement of a request when it is its tenant's turn. */
export type SharedStatement = <Result>(
  request: FastifyRequest,
  statement: () => Promise<Result>,
) => Promise<Result>

/** Shares the connections for single statements among tenants. */
export function createSharedStatement(): SharedStatement {
  const statements = new FairSemaphore(STATEMENTS_MAX)
  return (request, statement) => withSlot(statements, request.capacityKey ?? '', statement)
}

/** Slots of requests that use the database or have a large reply in memory, shared among tenants. */
export class HandlerSlots {
  readonly #semaphore = new FairSemaphore(HANDLERS_MAX)
  readonly #slowReplies = new FairSemaphore(SLOW_REPLIES_MAX)
  readonly #slots = new WeakMap<FastifyRequest, Slot>()

  /**
   * Waits for the slot of a request, unless it has one.
   * @throws ProblemError `overloaded`
   */
  async take(request: FastifyRequest): Promise<void> {
    const { capacityKey, capacity } = request
    if (capacityKey === undefined || this.#slots.has(request)) return
    this.#slots.set(request, await waitForSlot(this.#semaphore, capacityKey, capacity?.signal))
  }

  /** Releases the slot of a request that waits for something else than the database before its reply. */
  leave(request: FastifyRequest): void {
    this.#slots.get(request)?.release()
  }

  /** Releases the slot of a request, if it has one: at once, or a large reply's when its client has read it or has gone. */
  releaseAfter(payload: unknown, { request }: FastifyReply): void {
    const slot = this.#slots.get(request)
    if (slot === undefined) return
    const signal = request.capacity?.signal
    // Not by the socket: the reply to a pipelined request has none before its turn, and none when its client has gone.
    if (bytesOf(payload) > SMALL_REPLY_BYTES && signal?.aborted === false)
      this.#holdUntilRead(slot, request, signal)
    else slot.release()
  }

  /** A client that reads slowly does not keep the slot of a handler; if too many do, its connection is closed. */
  #holdUntilRead(slot: Slot, request: FastifyRequest, signal: AbortSignal): void {
    let held: Slot | undefined = slot
    const timer = setTimeout(() => {
      slot.release()
      held = this.#slowReplies.tryAcquire(request.capacityKey ?? '')
      if (held !== undefined) return
      request.log.info({ method: request.method, route: request.routeOptions.url }, 'http_reply.aborted')
      request.raw.socket.destroy()
    }, READING_MS_MAX)
    const release = () => {
      clearTimeout(timer)
      held?.release()
    }
    signal.addEventListener('abort', release, { once: true })
  }
}

/**
 * Limits the handlers that use the database at the same time. Handlers that publish take no slot: their events are stored in
 * batches.
 *
 * Call it after adding hooks that wait before the handler (Idempotency-Keys) and hooks that use the database after it (the
 * audit log): hooks run in the order in which they are added.
 */
export function shareDatabase(app: FastifyInstance, slots: HandlerSlots): void {
  app.addHook('preHandler', async (request) => {
    if (request.routeOptions.config.access !== 'publish') await slots.take(request)
  })
  app.addHook('onSend', async (_request, reply, payload) => {
    slots.releaseAfter(payload, reply)
    return payload
  })
}

function bytesOf(payload: unknown): number {
  return typeof payload === 'string' || payload instanceof Uint8Array ? payload.length : 0
}
