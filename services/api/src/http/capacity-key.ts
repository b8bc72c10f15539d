import type { FastifyRequest } from 'fastify'
import { tenantOf } from './authorize.ts'

/** For the admin key's work on the catalogue and on the list of tenants. No tenant id begins with a space. */
const ADMIN_WITHOUT_TENANT = ' admin'
/** For requests that are not signed in yet: together they take no more than one tenant. */
const SIGNING_IN = ' sign-in'

/**
 * The tenant whose share of the capacity a request takes: the tenant in its path, also with the admin key.
 * @returns undefined for open routes, such as health checks: they take no capacity
 */
export function capacityKeyOf(request: FastifyRequest): string | undefined {
  const { principal, routeOptions } = request
  if (principal === undefined) return routeOptions.config.access === 'sign-in' ? SIGNING_IN : undefined
  return principal.kind === 'admin' ? (tenantOf(request) ?? ADMIN_WITHOUT_TENANT) : principal.tenantId
}
