import { ProblemError, type TenantId } from '@posthorn/contracts'
import { addAuditEntry, type Database } from '@posthorn/database'
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { actorOf } from './principal.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Fields that a write has changed although they are not in the request. */
    alsoChanged?: readonly string[]
    /** The id of the changed object, where the path has another name for it. */
    changedId?: string
    /** A dry run of a write. */
    changesNothing?: boolean
  }
}

const WRITES: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/** @throws when a write does not declare its audit action */
export function assertAuditDeclared({ method, url, config }: RouteOptions): void {
  const writes = [method].flat().filter((one) => WRITES.has(one))
  if (writes.length > 0 && config?.audit === undefined) {
    throw new Error(
      `${writes.join()} ${url}: declare its audit action as config.audit, or false if it is not audited`,
    )
  }
}

/**
 * Creates the hook that writes an audit entry for each write, before its 2xx is sent: a 2xx guarantees the entry.
 * A process that dies in between leaves a write without an entry and a caller without a reply.
 */
export function createAudit({ database }: { database: Database }) {
  return async function audit(
    request: FastifyRequest,
    reply: FastifyReply,
    payload: unknown,
  ): Promise<unknown> {
    const { principal } = request
    const action = request.routeOptions.config.audit
    if (action === undefined || action === false || principal === undefined) return payload
    if (request.changesNothing === true) return payload
    if (!isSuccess(reply.statusCode) || reply.hasHeader('idempotency-replayed')) return payload

    const { tenant } = paramsOf(request)
    const change = {
      tenantId: tenant ?? (principal.kind === 'admin' ? null : principal.tenantId),
      actor: actorOf(principal),
      action,
      object: changedObjectOf(request, payload),
      // The fields that were sent. The validated body has the defaults as well.
      fields: [...(request.bodyNames ?? []), ...(request.alsoChanged ?? [])],
      requestId: request.id,
    }
    await addAuditEntry(database, change).catch((cause: unknown) => {
      // A refused sign-in must not sign its browser in.
      reply.removeHeader('set-cookie')
      refuseUnaudited(cause)
    })
    return payload
  }
}

function refuseUnaudited(cause: unknown): never {
  const detail =
    'The change was made, but could not be written to the audit log. Repeat the request with the same Idempotency-Key; ' +
    'if it had none, read the current state first.'
  throw new ProblemError('unavailable', detail, { cause })
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}

function paramsOf(request: FastifyRequest) {
  return request.params as { tenant?: TenantId; id?: string; name?: string; shard?: string }
}

/** The changed object: the one in the path, or the created one in the reply. */
export function changedObjectOf(request: FastifyRequest, payload: unknown): string | null {
  const { tenant, id, name, shard } = paramsOf(request)
  const inPath = request.changedId ?? id ?? name ?? shard
  // Without parsing the reply: that of a replay may have thousands of deliveries.
  if (inPath !== undefined) return inPath
  const created: { id?: string; name?: string } | null =
    typeof payload === 'string' ? JSON.parse(payload) : null
  return created?.id ?? created?.name ?? tenant ?? null
}
