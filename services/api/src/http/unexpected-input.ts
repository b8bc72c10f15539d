import { invalidFields } from '@posthorn/service'
import type { FastifyRequest } from 'fastify'

/**
 * Refuses what a route says nothing of: a body for one that takes none, parameters in the query of one that has none.
 * Whoever sends them believes that they do something. Open routes are asked by machines with habits of their own.
 */
export async function refuseUnexpectedInput(request: FastifyRequest): Promise<void> {
  const { config, schema } = request.routeOptions
  if (request.is404 || config.access === 'open') return
  if (schema?.body === undefined && !isNothing(request.body)) {
    throw invalidFields([{ path: '', message: 'this path takes no body' }])
  }
  const names = schema?.querystring === undefined ? Object.keys(request.query ?? {}) : []
  if (names.length > 0) {
    throw invalidFields(names.map((path) => ({ path, message: 'there is no such field' })))
  }
}

/** An empty object is what many clients send where there is nothing to say. */
function isNothing(body: unknown): boolean {
  if (body === undefined || body === null) return true
  return typeof body === 'object' && !Array.isArray(body) && Object.keys(body).length === 0
}
