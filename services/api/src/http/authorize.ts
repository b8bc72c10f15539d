import { ProblemError, TenantId } from '@posthorn/contracts'
import type { Database, KeyHolder } from '@posthorn/database'
import { createCurrentVersion, createKeyCache } from '@posthorn/events'
import type { Access } from '@posthorn/runtime'
import { hashApiKey, sameHash } from '@posthorn/secrets'
import type { FastifyRequest, RouteOptions } from 'fastify'
import { type Credential, credentialOf } from '../sessions/credential.ts'
import type { SessionCookie } from '../sessions/session-cookie.ts'
import { createSessionReader } from '../sessions/session-reader.ts'
import { nameOf, type Principal } from './principal.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Whether the principal is a cached one: its key may have been deleted, or the tenant. */
    isUnconfirmed?: boolean
  }
}

/** The access that each role has. */
const ALLOWED: Record<KeyHolder['role'], readonly Access[]> = {
  manage: ['key', 'tenant', 'manage', 'manage-access', 'publish', 'read'],
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
   * Decides from the key or session and the route's declared access whether a request may continue. What belongs to another
   * tenant is not found, whatever the role, so that its existence stays unknown. The key of a publisher may come from a cache.
   */
  authorize: (request: FastifyRequest) => Promise<void>
  /**
   * Decides again, with the current key, about a request that continued with a cached one. Throws what `authorize`
   * throws.
   */
  confirm: (request: FastifyRequest) => Promise<void>
  /**
   * Whether a request that was authorized before still would be: its key, session or portal link exists, and its tenant. While
   * PostgreSQL does not answer it is, because nothing can be revoked then.
   */
  isStillAllowed: (request: FastifyRequest) => Promise<boolean>
}

export interface AuthorizationOptions {
  database: Database
  adminKey: string
  /** Of the admin key (`adminKeyTag`). */
  adminTag: Uint8Array
  cookie: SessionCookie
  /** Where browsers reach the API. */
  publicUrl: string
}

export function createAuthorization({
  database,
  adminKey,
  adminTag,
  ...browsers
}: AuthorizationOptions): Authorization {
  const adminHash = hashApiKey(adminKey)
  const keys = createKeyCache(database)
  const sessions = createSessionReader(database, adminTag)
  const currentVersion = createCurrentVersion(database)

  async function authorizeWithCurrentKey(request: FastifyRequest, access: Access): Promise<void> {
    const principal = await principalOf(credentialOf(request, browsers))
    const tenant = tenantOf(request)
    request.principal = principal
    if (principal.kind === 'admin') {
      if (tenant !== undefined && request.method !== 'PUT') await assertTenantExists(tenant)
      return
    }
    const refusal = refusalOf(principal, tenant, access)
    if (refusal !== undefined) throw refusal
  }

  /** @throws ProblemError `unauthorized` or `session_ended` */
  async function principalOf({ kind, hash }: Credential): Promise<Principal> {
    // Also a key that looks like the token of a portal.
    if (kind !== 'cookie' && sameHash(hash, adminHash)) return { kind: 'admin' }
    if (kind === 'key') {
      const holder = await keys.read(hash)
      if (holder === undefined) throw new ProblemError('unauthorized', 'The key is unknown or has expired.')
      return { kind: 'tenant', ...holder }
    }
    const session = await sessions.read(hash)
    // The token of a portal is no cookie, and the other way round.
    if (session === undefined || (session.holder.kind === 'portal') !== (kind === 'portal')) {
      throw new ProblemError('session_ended', 'The session has ended or is unknown: sign in again.')
    }
    return { ...session.holder, sessionId: session.sessionId }
  }

  /** The principal that may continue by the cache alone: a cached key refuses nothing. */
  function cachedPrincipal(request: FastifyRequest, access: Access): Principal | undefined {
    const { kind, hash } = credentialOf(request, browsers)
    if (kind === 'cookie') return undefined
    // The statement that stores the event checks the tenant.
    if (sameHash(hash, adminHash)) return { kind: 'admin' }
    const holder = keys.cached(hash)
    if (holder === undefined) return undefined
    const principal: Principal = { kind: 'tenant', ...holder }
    return refusalOf(principal, tenantOf(request), access) === undefined ? principal : undefined
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
      if (access === undefined || access === 'open' || access === 'sign-in') return
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

    async isStillAllowed(request) {
      const { access } = request.routeOptions.config
      if (access === undefined) return false
      try {
        await authorizeWithCurrentKey(request, access)
        return true
      } catch (error) {
        if (error instanceof ProblemError) return false
        return true
      }
    },
  }
}

/** Why a principal may not make a request of a tenant's; undefined when it may. */
function refusalOf(
  principal: Exclude<Principal, { kind: 'admin' }>,
  tenant: string | undefined,
  access: Access,
): ProblemError | undefined {
  if (tenant !== undefined && tenant !== principal.tenantId) return noSuchTenant(tenant)
  // Otherwise it could outlive its link.
  const isTooFar = principal.kind === 'portal' && access === 'manage-access'
  if (!isTooFar && ALLOWED[principal.role].includes(access)) return undefined
  return new ProblemError('forbidden', `${nameOf(principal)} may not do this.`)
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
