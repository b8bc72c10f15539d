import { ProblemError } from '@posthorn/contracts'
import { FairSemaphore, type Slot } from '@posthorn/fairness'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { BodyBlocks } from './body-blocks.ts'
import { BodyMemory } from './body-memory.ts'
import { type BodyReadingOptions, readBody } from './read-body.ts'
import { waitForSlot } from './wait-for-slot.ts'

const KIB = 1024
const MIB = 1024 * KIB

/** Requests in progress: what they hold in memory is small, but each has a part of the event loop. */
const REQUESTS_MAX = 256
/** Bodies that have arrived and are worked on, by size: up to 64 KiB counts as a request, and needs nothing else. */
const MEDIUM_BODY = { bytesMin: 64 * KIB, max: 48 }
/** While it is worked on, a batch or a large webhook is in memory several times: as it came, and on its way to PostgreSQL. */
const LARGE_BODY = { bytesMin: MIB + 4 * KIB, max: 4 }

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose share of the capacity a request takes: its tenant. Undefined for what takes none, as health checks. */
    capacityKey?: string | undefined
    capacity?: HeldCapacity
  }
}

/** The slots of a request, returned when it has been answered. */
interface HeldCapacity {
  slots: Slot[]
  /** Whether the handler runs, or what comes after it: it may be at work for a client that has gone. */
  isWorking: boolean
  isClosed: boolean
  signal: AbortSignal
}

/** Shares what a process can do at once among tenants. */
export interface RequestCapacity {
  /**
   * Lets a request in when it is its tenant's turn: to be called before its body is read, and after it was decided that
   * the request is allowed at all.
   * @throws ProblemError `overloaded`
   */
  enter(request: FastifyRequest, reply: FastifyReply, key: string): Promise<void>
  /**
   * Reads the body of a request that was let in, as `readBody` does. What has arrived takes memory of the tenant's share;
   * only a body that is complete takes a slot to be worked on.
   * @throws ProblemError `overloaded`
   */
  read(request: FastifyRequest, options: Omit<BodyReadingOptions, 'bytesMax' | 'lease'>): Promise<BodyBlocks>
}

/**
 * Bounds the requests of an application that are in progress, and the bodies in memory. A tenant gets its share of both
 * (`FairSemaphore`); what is beyond waits, unread.
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
        gone.abort()
        // `sent` is true of a reply that somebody else has taken over: its end is the end of the work.
        if (!capacity.isWorking || reply.sent) releaseAll(capacity)
      })
      request.capacity = capacity
      request.capacityKey = key
      // It may have gone while it was decided whether the request is allowed: then no event comes any more.
      if (request.raw.socket.destroyed) throw clientGone()
      hold(capacity, await waitForSlot(requests, key, gone.signal))
    },

    async read(request, options) {
      const { raw, routeOptions, capacity, capacityKey: key } = request
      const bytesMax = routeOptions.bodyLimit
      if (capacity === undefined || key === undefined) return readBody(raw, { ...options, bytesMax })
      const lease = memory.lease(key, (slot) => hold(capacity, slot), capacity.signal)
      const body = await readBody(raw, { ...options, bytesMax, lease })
      const bodies = bodiesLike(body.length)
      if (bodies !== undefined) hold(capacity, await waitForSlot(bodies, key, capacity.signal))
      return body
    },
  }
}

/** An answer that no client reads: it ends the request in the usual way. */
function clientGone(): ProblemError {
  return new ProblemError('overloaded', 'The client closed the connection before its request was accepted.')
}

/** Until the request has been answered; not at all when it has been given up meanwhile. */
function hold(capacity: HeldCapacity, slot: Slot): void {
  capacity.slots.push(slot)
  if (capacity.isClosed) releaseAll(capacity)
}

function releaseAll({ slots }: HeldCapacity): void {
  for (const slot of slots.splice(0)) slot.release()
}
