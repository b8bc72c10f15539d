import { ProblemError, TenantId } from '@posthorn/contracts'
import { createCurrentVersion, createKeyCache, type Database, type KeyHolder } from '@posthorn/database'
import { hashApiKey, sameHash } from '@posthorn/secrets'
import type { Access } from '@posthorn/service'
import type { FastifyRequest, RouteOptions } from 'fastify'

/** Whose key a request came with. */
export type Principal = { kind: 'admin' } | ({ kind: 'tenant' } & KeyHolder)

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on every route that is not open. */
    principal?: Principal
    /** Whether the principal is only what memory says: its key may have been deleted, or the tenant. */
    isUnconfirmed?: boolean
  }
}

/** Node bounds the headers of a request, so the key needs no bound of its own. */
const BEARER = /^Bearer +([\x21-\x7e]+)$/i

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

/** The two looks at who makes a request. */
export interface Authorization {
  /**
   * Decides, from the key and the route's declared access, whether a request may go on. What belongs to another tenant
   * is not found, whatever the role: nobody learns that it exists. Who publishes is taken from memory.
   */
  authorize: (request: FastifyRequest) => Promise<void>
  /** Looks again at a request that goes on because of what is in memory. It throws what `authorize` would have thrown. */
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

  async function look(request: FastifyRequest, access: Access): Promise<void> {
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
    if (tenant !== undefined && tenant !== holder.tenantId) throw noSuchTenant(tenant)
    if (!ALLOWED[holder.role].includes(access)) {
      throw new ProblemError('forbidden', `A key with the role "${holder.role}" may not do this.`)
    }
  }

  /** Whom memory lets through, if anybody. What it would refuse is looked at. */
  function recall(request: FastifyRequest, access: Access): Principal | undefined {
    const hash = hashOf(request)
    // The tenant is looked up by whoever stores the event.
    if (sameHash(hash, adminHash)) return { kind: 'admin' }
    const holder = keys.remembered(hash)
    const isAllowed =
      holder !== undefined && holder.tenantId === tenantOf(request) && ALLOWED[holder.role].includes(access)
    return isAllowed ? { kind: 'tenant', ...holder } : undefined
  }

  async function assertTenantExists(tenant: string): Promise<void> {
    const id = TenantId.safeParse(tenant)
    if (!id.success) return // the route's schema says what is wrong with it
    if ((await currentVersion(id.data)) === undefined) throw noSuchTenant(tenant)
  }

  return {
    async authorize(request) {
      if (request.is404) return
      const { access } = request.routeOptions.config
      if (access === undefined || access === 'open') return
      // A kept answer is given without looking at anything else.
      const isRecalled = access === 'publish' && request.headers['idempotency-key'] === undefined
      const principal = isRecalled ? recall(request, access) : undefined
      if (principal === undefined) return look(request, access)
      request.principal = principal
      request.isUnconfirmed = true
    },

    async confirm(request) {
      const { access } = request.routeOptions.config
      if (access === undefined || request.isUnconfirmed !== true) return
      request.isUnconfirmed = false
      await look(request, access)
    },
  }
}

/** The hash of the key that a request shows. */
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

export function noSuchTenant(tenant: string): ProblemError {
  return new ProblemError('not_found', `There is no tenant "${tenant}".`)
}
