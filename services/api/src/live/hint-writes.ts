import { ID_PREFIXES, LiveKind, type TenantId } from '@posthorn/contracts'
import type { HintPublisher } from '@posthorn/queue'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { changedObjectOf } from '../http/audit.ts'

/** Creates the hook that publishes a hint of each write of one object, by its audit action: `endpoint.updated`. */
export function createHintWrites(live: HintPublisher) {
  return async function hintWrite(
    request: FastifyRequest,
    reply: FastifyReply,
    payload: unknown,
  ): Promise<unknown> {
    const { audit } = request.routeOptions.config
    const { tenant } = request.params as { tenant?: TenantId }
    if (typeof audit !== 'string' || tenant === undefined || reply.statusCode >= 300) return payload
    const { data: kind } = LiveKind.safeParse(audit.split('.', 1)[0])
    if (kind === undefined) return payload
    const id = changedObjectOf(request, payload)
    // The reply to a bulk action has the id of its job.
    if (id?.startsWith(`${ID_PREFIXES[kind]}_`)) live.publish(tenant, kind, [id])
    return payload
  }
}
