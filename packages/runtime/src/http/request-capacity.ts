import { ProblemError } from '@posthorn/contracts'
import { FairSemaphore, type Slot } from '@posthorn/fairness'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { BodyBlocks } from './body-blocks.ts'
import { BodyMemory } from './body-memory.ts'
import { type BodyReadingOptions, readBody } from './read-body.ts'
import { waitForSlot } from './wait-for-slot.ts'

const KIB = 1024
const MIB = 1024 * KIB

/** Requests in progress: each takes little memory, but a part of the event loop. */
const REQUESTS_MAX = 256
/** Complete bodies that are processed, by size. Bodies up to 64 KiB count with their request. */
const MEDIUM_BODY = { bytesMin: 64 * KIB, max: 48 }
/** A batch or a large webhook is in memory several times while it is processed: as received, and as sent to PostgreSQL. */
const LARGE_BODY = { bytesMin: MIB + 4 * KIB, max: 4 }

/** One for all requests: a reason with a stack of its own takes 3 % of the time of a small one. */
const GONE = new Error('the connection of the request is closed')

declare module 'fastify' {
  interface FastifyRequest {
    /** The tenant whose share of the capacity the request takes. Undefined when it takes none, as health checks do. */
    capacityKey?: string | undefined
    capacity?: HeldCapacity
  }
}

/** The slots of a request, released after its reply. */
interface HeldCapacity {
  slots: Slot[]
  /** Whether the handler is running, possibly after the client has gone. */
  isWorking: boolean
  isClosed: boolean
  /** Aborts when the client has read the reply, or has gone. */
  signal: AbortSignal
}

/** Shares the capacity of a process among tenants. */
export interface RequestCapacity {
  /**
   * Waits for a slot for a request, in its tenant's turn. Call it after authorization and before the body is read.
   * @throws ProblemError `overloaded`
   */
  enter(request: FastifyRequest, reply: FastifyReply, key: string): Promise<void>
  /** Returns the slots of a request whose reply is a stream without end, bounded otherwise. */
  leave(request: FastifyRequest): void
  /**
   * Reads the body of a request with a slot, up to `bytesMax` and the limit of its route, as `readBody` does. Received bytes take memory of the tenant's share; only a complete body
   * takes a slot for processing.
   * @throws ProblemError `overloaded`
   */
  read(
    request: FastifyRequest,
    options: Omit<BodyReadingOptions, 'bytesMax' | 'allocation'> & { bytesMax?: number | undefined },
  ): Promise<BodyBlocks>
}

/**
 * Bounds the requests in progress of an application, and the bodies in memory. A tenant has its share of both (`FairSemaphore`);
 * requests beyond it wait, unread.
 */
export function shareRequestCapacity(app: FastifyInstance): RequestCapacity {
  const requests = new FairSemaphore(REQUESTS_MAX)
  const mediumBodies = new FairSemaphore(MEDIUM_BODY.max)
  const largeBodies = new FairSemaphore(LARGE_BODY.max)
  const memory = new BodyMemory()

  function bodiesLike(bytes: number): FairSemaphore | undefined {
    if (bytes > LARGE_BODY.bytesMin) return largeBodies
    return bytes > MEDIUM_BODY.bytesMin ? mediumBodies : undefined
  }

  app.addHook('preHandler', async ({ capacity }) => {
    if (capacity !== undefined) capacity.isWorking = true
  })
  app.addHook('onSend', async ({ capacity }, _reply, payload) => {
    if (capacity !== undefined) {
      capacity.isWorking = false
      if (capacity.isClosed) releaseAll(capacity)
    }
    return payload
  })

  return {
    async enter(request, reply, key) {
      const gone = new AbortController()
      const capacity: HeldCapacity = { slots: [], isWorking: false, isClosed: false, signal: gone.signal }
      // After the reply, or when the client has gone.
      reply.raw.once('close', () => {
        capacity.isClosed = true
        gone.abort(GONE)
        // `sent` is true for a hijacked reply: its end is the end of the work.
        if (!capacity.isWorking || reply.sent) releaseAll(capacity)
      })
      request.capacity = capacity
      request.capacityKey = key
      // It may have gone while it was decided whether the request is allowed: then no event comes any more.
      if (request.raw.socket.destroyed) throw clientGone()
      hold(capacity, await waitForSlot(requests, key, gone.signal))
    },

    leave({ capacity }) {
      if (capacity !== undefined) releaseAll(capacity)
    },

    async read(request, options) {
      const { raw, routeOptions, capacity, capacityKey: key } = request
      const bytesMax = Math.min(options.bytesMax ?? routeOptions.bodyLimit, routeOptions.bodyLimit)
      if (capacity === undefined || key === undefined) return readBody(raw, { ...options, bytesMax })
      const allocation = memory.allocate(key, (slot) => hold(capacity, slot), capacity.signal)
      const body = await readBody(raw, { ...options, bytesMax, allocation })
      const bodies = bodiesLike(body.length)
      if (bodies !== undefined) hold(capacity, await waitForSlot(bodies, key, capacity.signal))
      return body
    },
  }
}

/** A reply that no client reads: it ends the request in the usual way. */
function clientGone(): ProblemError {
  return new ProblemError('overloaded', 'The client closed the connection before its request was accepted.')
}

/** Until the reply has been sent; not at all when it has been given up meanwhile. */
function hold(capacity: HeldCapacity, slot: Slot): void {
  capacity.slots.push(slot)
  if (capacity.isClosed) releaseAll(capacity)
}

function releaseAll({ slots }: HeldCapacity): void {
  for (const slot of slots.splice(0)) slot.release()
}
