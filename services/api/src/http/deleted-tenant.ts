import { isForeignKeyViolation } from '@posthorn/database'
import type { FastifyRequest } from 'fastify'
import { noSuchTenant, tenantOf } from './authorize.ts'

/**
 * Replaces a foreign key violation by 404: the tenant was deleted after the key was checked. Every row that the API
 * writes belongs to a tenant.
 */
export function explainDeletedTenant(error: unknown, request: FastifyRequest): unknown {
  const tenant = tenantOf(request)
  return tenant !== undefined && isForeignKeyViolation(error) ? noSuchTenant(tenant) : error
}
