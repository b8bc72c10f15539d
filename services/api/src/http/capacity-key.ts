import type { FastifyRequest } from 'fastify'
import { tenantOf } from './authorize.ts'

/** For the admin key's work on the catalogue and on the list of tenants. No tenant id begins with a space. */
const ADMIN_WITHOUT_TENANT = ' admin'

/**
 * The tenant whose share of the capacity a request takes: the tenant in its path, also with the admin key.
 * @returns undefined for open routes, such as health checks: they take no capacity
 */
export function capacityKeyOf(request: FastifyRequest): string | undefined {
  const { principal } = request
  if (principal === undefined) return undefined
  return principal.kind === 'tenant' ? principal.tenantId : (tenantOf(request) ?? ADMIN_WITHOUT_TENANT)
}
