import { ProblemError, TenantId } from '@posthorn/contracts'
import { type Database, findKeyHolder, findTenant, type KeyHolder } from '@posthorn/database'
import { hashApiKey, sameHash } from '@posthorn/secrets'
import type { Access } from '@posthorn/service'
import type { FastifyRequest, RouteOptions } from 'fastify'

/** Whose key a request came with. */
export type Principal = { kind: 'admin' } | ({ kind: 'tenant' } & KeyHolder)

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on every route that is not open. */
    principal?: Principal
  }
}

const BEARER = /^Bearer ([\x21-\x7e]{1,512})$/i

/** A role may do what its own routes ask for, and what those of the roles listed here ask for. */
const ALLOWED: Record<KeyHolder['role'], readonly Access[]> = {
  manage: ['key', 'tenant', 'manage', 'publish', 'read'],
  publish: ['key', 'tenant', 'publish'],
  read: ['key', 'tenant', 'read'],
}

/** Keeps a route from starting that does not say who may call it. */
export function assertAccessDeclared(route: RouteOptions): void {
  if (route.config?.access === undefined) {
    throw new Error(`${String(route.method)} ${route.url}: declare who may call it, as config.access`)
  }
}

/**
 * Makes the hook that decides, from the key and the route's declared access, whether a request may go on. What belongs
 * to another tenant is not found, whatever the role: nobody learns that it exists.
 */
export function createAuthorize({ database, adminKey }: { database: Database; adminKey: string }) {
  const adminHash = hashApiKey(adminKey)

  return async function authorize(request: FastifyRequest): Promise<void> {
    if (request.is404) return
    const access = request.routeOptions.config.access
    if (access === undefined || access === 'open') return
    const principal = await identify(request.headers.authorization)
    request.principal = principal
    const tenant = tenantOf(request)

    if (principal.kind === 'admin') {
      if (tenant !== undefined && request.method !== 'PUT') await assertTenantExists(tenant)
      return
    }
    if (tenant !== undefined && tenant !== principal.tenantId) throw noSuchTenant(tenant)
    if (!ALLOWED[principal.role].includes(access)) {
      throw new ProblemError('forbidden', `A key with the role "${principal.role}" may not do this.`)
    }
  }

  async function identify(header: string | undefined): Promise<Principal> {
    if (header === undefined) {
      throw new ProblemError('unauthorized', 'Send the key as "Authorization: Bearer KEY".')
    }
    const key = BEARER.exec(header)?.[1]
    if (key === undefined)
      throw new ProblemError('unauthorized', 'The Authorization header is not "Bearer KEY".')
    const hash = hashApiKey(key)
    if (sameHash(hash, adminHash)) return { kind: 'admin' }
    const holder = await findKeyHolder(database, hash)
    if (holder === undefined) throw new ProblemError('unauthorized', 'The key is unknown or has expired.')
    return { kind: 'tenant', ...holder }
  }

  async function assertTenantExists(tenant: string): Promise<void> {
    const id = TenantId.safeParse(tenant)
    if (!id.success) return // the route's schema says what is wrong with it
    if ((await findTenant(database, id.data)) === undefined) throw noSuchTenant(tenant)
  }
}

function tenantOf(request: FastifyRequest): string | undefined {
  return (request.params as { tenant?: string }).tenant
}

export function noSuchTenant(tenant: string): ProblemError {
  return new ProblemError('not_found', `There is no tenant "${tenant}".`)
}
