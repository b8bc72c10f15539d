import type { SessionId } from '@posthorn/contracts'
import type { KeyHolder, PortalHolder } from '@posthorn/database'
import type { FastifyRequest } from 'fastify'

/** Who makes a request, and with which rights: the holder of a key, or a browser that has opened a portal link. */
export type Principal = (
  | { kind: 'admin' }
  | ({ kind: 'tenant' } & KeyHolder)
  | ({ kind: 'portal' } & PortalHolder)
) & {
  /** Set for a browser that has signed in. */
  sessionId?: SessionId
}

/** A principal that may have the right to create keys and portal links. */
export type Maker = Exclude<Principal, { kind: 'portal' }>

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on every route that is not open. */
    principal?: Principal
  }
}

/** What the rate limit and the Idempotency-Keys of a principal belong to: its key, or its portal link. */
export function holderOf(principal: Principal): string {
  switch (principal.kind) {
    case 'admin':
      return 'admin'
    case 'tenant':
      return principal.keyId
    case 'portal':
      return principal.portalLinkId
  }
}

/** The name of a principal in the audit log. */
export function actorOf(principal: Principal): string {
  if (principal.kind !== 'portal') return holderOf(principal)
  const { portalLinkId, actor } = principal
  return actor === null ? `portal:${portalLinkId}` : `portal:${portalLinkId}/${actor.id}`
}

/** What a refusal calls a principal: it has a role that does not allow something. */
export function nameOf(principal: Exclude<Principal, { kind: 'admin' }>): string {
  const { kind, role } = principal
  return kind === 'portal' ? `A portal session with the role "${role}"` : `A key with the role "${role}"`
}

/** The key with which a request creates keys and portal links. The access `manage-access` keeps portals from it. */
export function makerOf({ principal }: Pick<FastifyRequest, 'principal'>): Maker {
  if (principal === undefined || principal.kind === 'portal')
    throw new Error('the route was reached without a key')
  return principal
}
