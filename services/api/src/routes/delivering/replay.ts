import { EventId, Replay, ReplayedEvent, TenantId } from '@posthorn/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Dependencies } from '../../dependencies.ts'
import { refuseDeliveries } from '../../http/refuse-loops.ts'
import { SENDING_REPLIES } from '../../http/replies.ts'
import { writeListInSlices } from '../../http/write-list.ts'
import { replayEvent } from '../../managing/replay-event.ts'

const Path = z.strictObject({ tenant: TenantId, id: EventId })

/** Starts new deliveries of an event. */
export const replayRoutes: FastifyPluginAsyncZod<Dependencies> = async (app, dependencies) => {
  app.post(
    '/v1/tenants/:tenant/events/:id/replay',
    {
      onRequest: refuseDeliveries,
      config: { access: 'manage', audit: 'event.replayed' },
      schema: {
        operationId: 'replayEvent',
        tags: ['Events'],
        summary: 'Replay an event',
        description:
          'Creates new deliveries with the same `webhook-id`: a receiver that deduplicates by it ignores them. ' +
          'Existing deliveries do not change.',
        params: Path,
        body: Replay.nullish(),
        response: { 202: ReplayedEvent, ...SENDING_REPLIES },
      },
    },
    async (request, reply) => {
      const data = await replayEvent(dependencies, request.params, request.body ?? {}, request)
      request.log.info(
        { tenantId: request.params.tenant, eventId: request.params.id, deliveries: data.length },
        'event.replayed',
      )
      const text = await dependencies.turns.run(request.params.tenant, writeListInSlices(data))
      return reply
        .code(202)
        .type('application/json; charset=utf-8')
        .send(text as never)
    },
  )
}
