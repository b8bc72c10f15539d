import { isForeignKeyViolation } from '@posthorn/database'
import type { FastifyRequest } from 'fastify'
import { noSuchTenant, tenantOf } from './authorize.ts'

/**
 * What an error means where the tenant may have gone after the key was looked at. All that the API writes is the
 * tenant's: where the database misses a row that is referred to, the tenant is gone.
 */
export function explainDeletedTenant(error: unknown, request: FastifyRequest): unknown {
  const tenant = tenantOf(request)
  return tenant !== undefined && isForeignKeyViolation(error) ? noSuchTenant(tenant) : error
}
