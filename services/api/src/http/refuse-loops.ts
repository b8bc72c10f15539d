import { ProblemError } from '@posthorn/contracts'
import { HOPS_HEADER, HOPS_MAX, hopsOf } from '@posthorn/webhook'
import type { FastifyRequest } from 'fastify'

/**
 * A hook for routes that publish: events carry the hop count of the request, so a loop ends at the maximum.
 * @throws ProblemError `loop_detected`, before the body is read
 */
export async function refuseLoop(request: FastifyRequest): Promise<void> {
  if (hopsOf(request.headers[HOPS_HEADER]) <= HOPS_MAX) return
  const detail = `The event has gone through Posthorn more than ${HOPS_MAX} times: an endpoint sends its events back to a source.`
  throw new ProblemError('loop_detected', detail)
}

/**
 * A hook for routes that start deliveries without publishing (test, replay, recover): those deliveries do not count hops,
 * so a delivery to such a route would start an endless loop.
 * @throws ProblemError `loop_detected` for a request that is a delivery of a Posthorn
 */
export async function refuseDeliveries(request: FastifyRequest): Promise<void> {
  if (hopsOf(request.headers[HOPS_HEADER]) === 0) return
  const detail = `The request has the header ${HOPS_HEADER}, so it is a delivery of Posthorn. Deliveries must not start other deliveries: send the request without that header.`
  throw new ProblemError('loop_detected', detail)
}
