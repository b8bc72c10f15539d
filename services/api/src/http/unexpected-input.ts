import { invalidFields } from '@posthorn/runtime'
import type { FastifyRequest } from 'fastify'

/**
 * Refuses a body or query parameters where a route declares none: the client expects an effect that they do not have.
 * Open routes are exempt, because probes and scrapers add their own parameters.
 */
export async function refuseUnexpectedInput(request: FastifyRequest): Promise<void> {
  const { config, schema } = request.routeOptions
  if (request.is404 || config.access === 'open') return
  if (schema?.body === undefined && !isEmptyBody(request.body)) {
    throw invalidFields([{ path: '', message: 'this path accepts no body' }])
  }
  const names = schema?.querystring === undefined ? Object.keys(request.query ?? {}) : []
  if (names.length > 0) {
    throw invalidFields(names.map((path) => ({ path, message: 'unknown field' })))
  }
}

/** Many clients send an empty object as no body. */
function isEmptyBody(body: unknown): boolean {
  if (body === undefined || body === null) return true
  return typeof body === 'object' && !Array.isArray(body) && Object.keys(body).length === 0
}
