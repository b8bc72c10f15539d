import { ProblemError, type TenantId } from '@posthorn/contracts'
import { addAuditEntry, type Database } from '@posthorn/database'
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify'

declare module 'fastify' {
  interface FastifyRequest {
    /** Fields that a write has changed although the request did not give them. */
    alsoChanged?: readonly string[]
  }
}

const WRITES: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/** Keeps a write from starting that does not say what the audit log calls it. */
export function assertAuditDeclared({ method, url, config }: RouteOptions): void {
  const writes = [method].flat().filter((one) => WRITES.has(one))
  if (writes.length > 0 && config?.audit === undefined) {
    throw new Error(
      `${writes.join()} ${url}: declare what the audit log calls it, as config.audit; false if it is not kept there`,
    )
  }
}

/**
 * Makes the hook that puts each write on record, between the write and its 2xx: who gets a 2xx can rely on the entry.
 * A process that dies in between leaves a write without an entry, and a caller without an answer.
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
    if (!isSuccess(reply.statusCode) || reply.hasHeader('idempotency-replayed')) return payload

    const { tenant } = paramsOf(request)
    const change = {
      tenantId: tenant ?? null,
      actor: principal.kind === 'admin' ? 'admin' : principal.keyId,
      action,
      object: objectOf(request, payload),
      // Those that the body gave. The validated body has the defaults as well.
      fields: [...(request.bodyNames ?? []), ...(request.alsoChanged ?? [])],
      requestId: request.id,
    }
    await addAuditEntry(database, change).catch(unrecorded)
    return payload
  }
}

function unrecorded(cause: unknown): never {
  const detail =
    'The change was made, but could not be put into the audit log. Send the request again with the Idempotency-Key that it ' +
    'had; without one, look at what is there first.'
  throw new ProblemError('unavailable', detail, { cause })
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}

function paramsOf(request: FastifyRequest) {
  return request.params as { tenant?: TenantId; id?: string; name?: string }
}

/** What was changed: what the path names, or what the reply says was made. */
function objectOf(request: FastifyRequest, payload: unknown): string | null {
  const { tenant, id, name } = paramsOf(request)
  const known = id ?? name
  // Not of what is named already: the reply of a replay has a delivery for each of thousands of endpoints.
  if (known !== undefined) return known
  const made: { id?: string; name?: string } | null = typeof payload === 'string' ? JSON.parse(payload) : null
  return made?.id ?? made?.name ?? tenant ?? null
}
