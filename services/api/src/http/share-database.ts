import { FairSemaphore, type Slot } from '@posthorn/fairness'
import { waitForSlot, withSlot } from '@posthorn/service'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/**
 * Connections of the pool (`packages/service/src/stores/open-stores.ts`) for handlers of requests, and for single statements beside
 * them (rate limits, Idempotency-Keys). Batched work has the rest and its own limits: publishing, keys, rules.
 */
const HANDLERS_MAX = 8
const STATEMENTS_MAX = 3

/** Beyond it a reply counts as large. */
const SMALL_REPLY_BYTES = 256 * 1024

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

/**
 * Limits the handlers that use the database at the same time, and shares the slots among tenants. Handlers that publish
 * take no slot: their events are stored in batches.
 *
 * Call it after adding hooks that wait before the handler (Idempotency-Keys) and hooks that use the database after it (the
 * audit log): hooks run in the order in which they are added.
 */
export function shareDatabase(app: FastifyInstance): void {
  const handlers = new FairSemaphore(HANDLERS_MAX)
  const slots = new WeakMap<FastifyRequest, Slot>()

  app.addHook('preHandler', async (request) => {
    const { access } = request.routeOptions.config
    if (request.capacityKey === undefined || access === 'publish') return
    slots.set(request, await waitForSlot(handlers, request.capacityKey, request.capacity?.signal))
  })
  app.addHook('onSend', async (request, reply, payload) => {
    const slot = slots.get(request)
    if (slot === undefined) return payload
    // A large reply is in memory until its client has read it: so many of them are, and of one tenant its share.
    if (bytesOf(payload) > SMALL_REPLY_BYTES && !reply.raw.socket?.destroyed)
      reply.raw.once('close', () => slot.release())
    else slot.release()
    return payload
  })
}

function bytesOf(payload: unknown): number {
  return typeof payload === 'string' || payload instanceof Uint8Array ? payload.length : 0
}
