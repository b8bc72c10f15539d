import type { FastifyRequest } from 'fastify'
import { tenantOf } from './authorize.ts'

/** What is not a tenant's: the admin key's work on the catalogue and on the list of tenants. No tenant has such an id. */
const OF_NO_TENANT = ' admin'

/**
 * Whose part of the capacity a request takes: that of the tenant it is about, also with the admin key.
 * @returns undefined for open routes, such as health checks: they take none
 */
export function capacityKeyOf(request: FastifyRequest): string | undefined {
  const { principal } = request
  if (principal === undefined) return undefined
  return principal.kind === 'tenant' ? principal.tenantId : (tenantOf(request) ?? OF_NO_TENANT)
}
