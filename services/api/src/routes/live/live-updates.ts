import { LiveHints, TenantId } from '@posthorn/contracts'
import type { RequestCapacity } from '@posthorn/runtime'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Authorization } from '../../http/authorize.ts'
import { PROBLEM_REPLIES } from '../../http/replies.ts'
import type { LiveStreams } from '../../live/live-streams.ts'

const Path = z.strictObject({ tenant: TenantId })

export interface LiveRouteOptions {
  streams: LiveStreams
  isStillAllowed: Authorization['isStillAllowed']
  capacity: Pick<RequestCapacity, 'leave'>
}

/** What happens in a tenant, as server-sent events. */
export const liveRoutes: FastifyPluginAsyncZod<LiveRouteOptions> = async (
  app,
  { streams, isStillAllowed, capacity },
) => {
  app.addHook('preClose', () => streams.stop())

  app.get(
    '/v1/tenants/:tenant/live',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'watchTenant',
        tags: ['Live updates'],
        summary: 'Watch what happens in a tenant',
        description:
          'Server-sent events without end. `ready` is the first: what follows is complete. `changed` has hints as `data`: ids of ' +
          'objects that were created or have changed, which have to be read. `resync`: hints may have been lost, so read again what is ' +
          'shown. Hints may be missing, and name objects that have not changed. To resume, send the `id` of the last event as ' +
          '`Last-Event-ID`. A comment follows every 15 seconds. The stream ends within seconds when its key, session or portal link ends.',
        params: Path,
        response: {
          200: { content: { 'text/event-stream': { schema: LiveHints } } },
          ...PROBLEM_REPLIES,
        },
      },
    },
    async (request, reply) => {
      void reply
        .type('text/event-stream')
        .headers({ 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' })
      if (request.method === 'HEAD') return reply.send('' as never)
      const body = await streams.open({
        tenantId: request.params.tenant,
        lastEventId: request.headers['last-event-id']?.toString(),
        isStillAllowed: () => isStillAllowed(request),
      })
      // The client has gone meanwhile; later it ends the stream.
      if (request.raw.socket.destroyed) body.destroy()
      // Its connection serves no other request, so that it delays no stop of the process.
      reply.raw.shouldKeepAlive = false
      capacity.leave(request)
      return reply.send(body as never)
    },
  )
}
