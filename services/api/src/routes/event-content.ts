import { EventId, TenantId } from '@posthorn/contracts'
import { removeEventContent } from '@posthorn/database'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Dependencies } from '../dependencies.ts'
import { assertFound, NoContent, PROBLEM_REPLIES } from '../http/replies.ts'

const EventPath = z.strictObject({ tenant: TenantId, id: EventId })

export const eventContentRoutes: FastifyPluginAsyncZod<Dependencies> = async (app, { database }) => {
  app.delete(
    '/v1/tenants/:tenant/events/:id/content',
    {
      config: { access: 'manage', audit: 'event.content_removed' },
      schema: {
        operationId: 'removeEventContent',
        tags: ['Events'],
        summary: 'Remove the content of an event',
        description:
          'Removes its data, and the headers and bodies recorded for its attempts, and keeps the records. Pending ' +
          'deliveries are cancelled. An attempt in flight completes and is recorded: repeat the request to remove that, too.',
        params: EventPath,
        response: { 204: NoContent, ...PROBLEM_REPLIES },
      },
    },
    async (request, reply) => {
      assertFound(await removeEventContent(database, request.params.tenant, request.params.id), 'event')
      return reply.code(204).send(null)
    },
  )
}
