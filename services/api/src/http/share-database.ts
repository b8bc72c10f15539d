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

/** Shares what single statements of requests may use of the database among tenants. */
export function createSharedStatement(): SharedStatement {
  const statements = new FairSemaphore(STATEMENTS_MAX)
  return (request, statement) => withSlot(statements, request.capacityKey ?? '', statement)
}

/**
 * Lets the handlers of an application use the database in turn: so many at once, and of one tenant only its share of them.
 * Not those that publish: they store what they have together with others.
 *
 * To be called after what waits for something else before the handler (Idempotency-Keys), and after what uses the database
 * when it is done (the audit log): hooks run in the order in which they are added.
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
