import { ProblemError, TenantId } from '@posthorn/contracts'
import type { Database, KeyHolder } from '@posthorn/database'
import { createCurrentVersion, createKeyCache } from '@posthorn/events'
import type { Access } from '@posthorn/runtime'
import { hashApiKey, sameHash } from '@posthorn/secrets'
import type { FastifyRequest, RouteOptions } from 'fastify'

/** The holder of the key that a request has. */
export type Principal = { kind: 'admin' } | ({ kind: 'tenant' } & KeyHolder)

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on every route that is not open. */
    principal?: Principal
    /** Whether the principal is a cached one: its key may have been deleted, or the tenant. */
    isUnconfirmed?: boolean
  }
}

/** Node.js limits the headers of a request, so the key needs no limit of its own. */
const BEARER = /^Bearer +([\x21-\x7e]+)$/i

/** The access that each role has. */
const ALLOWED: Record<KeyHolder['role'], readonly Access[]> = {
  manage: ['key', 'tenant', 'manage', 'publish', 'read'],
  publish: ['key', 'tenant', 'publish'],
  read: ['key', 'tenant', 'read'],
}

/** Refuses to start a route that does not declare its access. */
export function assertAccessDeclared(route: RouteOptions): void {
  if (route.config?.access === undefined) {
    throw new Error(`${String(route.method)} ${route.url}: declare who may call it, as config.access`)
  }
}

/** Decides in two steps who may make a request. */
export interface Authorization {
  /**
   * Decides from the key and the route's declared access whether a request may continue. What belongs to another tenant
   * is not found, whatever the role, so that its existence stays unknown. The key of a publisher may come from a cache.
   */
  authorize: (request: FastifyRequest) => Promise<void>
  /**
   * Decides again, with the current key, about a request that continued with a cached one. Throws what `authorize`
   * throws.
   */
  confirm: (request: FastifyRequest) => Promise<void>
}

export function createAuthorization({
  database,
  adminKey,
}: {
  database: Database
  adminKey: string
}): Authorization {
  const adminHash = hashApiKey(adminKey)
  const keys = createKeyCache(database)
  const currentVersion = createCurrentVersion(database)

  async function authorizeWithCurrentKey(request: FastifyRequest, access: Access): Promise<void> {
    const hash = hashOf(request)
    const tenant = tenantOf(request)
    if (sameHash(hash, adminHash)) {
      request.principal = { kind: 'admin' }
      if (tenant !== undefined && request.method !== 'PUT') await assertTenantExists(tenant)
      return
    }
    const holder = await keys.read(hash)
    if (holder === undefined) throw new ProblemError('unauthorized', 'The key is unknown or has expired.')
    request.principal = { kind: 'tenant', ...holder }
    const refusal = refusalOf(holder, tenant, access)
    if (refusal !== undefined) throw refusal
  }

  /** The principal that may continue by the cache alone: a cached key refuses nothing. */
  function cachedPrincipal(request: FastifyRequest, access: Access): Principal | undefined {
    const hash = hashOf(request)
    // The statement that stores the event checks the tenant.
    if (sameHash(hash, adminHash)) return { kind: 'admin' }
    const holder = keys.cached(hash)
    if (holder === undefined || refusalOf(holder, tenantOf(request), access) !== undefined) return undefined
    return { kind: 'tenant', ...holder }
  }

  async function assertTenantExists(tenant: string): Promise<void> {
    const id = TenantId.safeParse(tenant)
    if (!id.success) return // the route's schema refuses it
    if ((await currentVersion(id.data)) === undefined) throw noSuchTenant(tenant)
  }

  return {
    async authorize(request) {
      if (request.is404) return
      const { access } = request.routeOptions.config
      if (access === undefined || access === 'open') return
      // A stored reply to an Idempotency-Key is sent without any later check of the key.
      const mayUseCache = access === 'publish' && request.headers['idempotency-key'] === undefined
      const principal = mayUseCache ? cachedPrincipal(request, access) : undefined
      if (principal === undefined) return authorizeWithCurrentKey(request, access)
      request.principal = principal
      request.isUnconfirmed = true
    },

    async confirm(request) {
      const { access } = request.routeOptions.config
      if (access === undefined || request.isUnconfirmed !== true) return
      request.isUnconfirmed = false
      await authorizeWithCurrentKey(request, access)
    },
  }
}

/** Why a key's holder may not make a request of a tenant's; undefined when it may. */
function refusalOf(
  { tenantId, role }: KeyHolder,
  tenant: string | undefined,
  access: Access,
): ProblemError | undefined {
  if (tenant !== undefined && tenant !== tenantId) return noSuchTenant(tenant)
  if (ALLOWED[role].includes(access)) return undefined
  return new ProblemError('forbidden', `A key with the role "${role}" may not do this.`)
}

/** The hash of the key that a request has. */
function hashOf({ headers: { authorization } }: FastifyRequest): Uint8Array {
  if (authorization === undefined) {
    throw new ProblemError('unauthorized', 'Send the key as "Authorization: Bearer KEY".')
  }
  const key = BEARER.exec(authorization)?.[1]
  if (key === undefined)
    throw new ProblemError('unauthorized', 'The Authorization header is not "Bearer KEY".')
  return hashApiKey(key)
}

export function tenantOf(request: FastifyRequest): string | undefined {
  return (request.params as { tenant?: string }).tenant
}

/** Whether a request has the admin key, so that its reply may describe the internal network. */
export function isOperator({ principal }: FastifyRequest): boolean {
  return principal?.kind === 'admin'
}

export function noSuchTenant(tenant: string): ProblemError {
  return new ProblemError('not_found', `There is no tenant "${tenant}".`)
}
