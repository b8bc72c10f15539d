import { ProblemError } from '@posthorn/contracts'
import { HOPS_HEADER, HOPS_MAX, hopsOf } from '@posthorn/webhook'
import type { FastifyRequest } from 'fastify'

/**
 * A hook for routes that publish: what is published carries the hops of the request on, so a loop ends after some.
 * @throws ProblemError `loop_detected`, before the body is read
 */
export async function refuseLoop(request: FastifyRequest): Promise<void> {
  if (hopsOf(request.headers[HOPS_HEADER]) <= HOPS_MAX) return
  const detail = `The event has gone through Posthorn more than ${HOPS_MAX} times: an endpoint sends its events back to a source.`
  throw new ProblemError('loop_detected', detail)
}

/**
 * A hook for routes that send an event again or make one that nobody published: these deliveries do not count hops, so a
 * delivery whose URL is such a route would start others without end.
 * @throws ProblemError `loop_detected` for a request that a Posthorn has sent
 */
export async function refuseDeliveries(request: FastifyRequest): Promise<void> {
  if (hopsOf(request.headers[HOPS_HEADER]) === 0) return
  const detail = `The request has the header ${HOPS_HEADER}, so it is a delivery of Posthorn: deliveries cannot start others here. Let the endpoint send the request without that header.`
  throw new ProblemError('loop_detected', detail)
}
