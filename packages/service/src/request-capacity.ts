import { FairSemaphore, type Slot } from '@posthorn/fairness'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { waitForSlot } from './wait-for-slot.ts'

const KIB = 1024
const MIB = 1024 * KIB

/** Requests in progress: what they hold in memory is small, but each has a part of the event loop. */
const REQUESTS_MAX = 256
/** Bodies in memory, by size: up to 64 KiB counts as a request, and needs nothing else. */
const MEDIUM_BODY = { bytesMin: 64 * KIB, max: 48 }
/** A batch or a large webhook is in memory several times: as it came, cut up, and on its way to PostgreSQL. */
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
}

/**
 * Bounds the requests of an application that are in progress, and the large bodies in memory. A tenant gets its share of
 * both (`FairSemaphore`); what is beyond waits, unread.
 */
export function shareRequestCapacity(app: FastifyInstance): RequestCapacity {
  const requests = new FairSemaphore(REQUESTS_MAX)
  const mediumBodies = new FairSemaphore(MEDIUM_BODY.max)
  const largeBodies = new FairSemaphore(LARGE_BODY.max)

  function bodiesLike(bytes: number): FairSemaphore | undefined {
    if (bytes > LARGE_BODY.bytesMin) return largeBodies
    return bytes > MEDIUM_BODY.bytesMin ? mediumBodies : undefined
  }

  app.addHook('preParsing', async (request) => {
    const { capacity, capacityKey } = request
    if (capacity === undefined || capacityKey === undefined) return
    const bodies = bodiesLike(bodyBytesOf(request))
    if (bodies !== undefined) capacity.slots.push(await waitForSlot(bodies, capacityKey, capacity.signal))
    if (capacity.isClosed) releaseAll(capacity)
  })
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
      capacity.slots.push(await waitForSlot(requests, key, gone.signal))
      if (capacity.isClosed) releaseAll(capacity)
    },
  }
}

function releaseAll({ slots }: HeldCapacity): void {
  for (const slot of slots.splice(0)) slot.release()
}

/** How large a body is, or may become where its length is not given; 0 for none. */
function bodyBytesOf({ headers, routeOptions }: FastifyRequest): number {
  const length = headers['content-length']
  if (length !== undefined) return Number(length)
  return headers['transfer-encoding'] === undefined ? 0 : routeOptions.bodyLimit
}
