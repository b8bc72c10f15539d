import { EventId, EventMatch, PageQuery, pageOf, TenantId } from '@posthorn/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Dependencies } from '../../dependencies.ts'
import { listEventMatches } from '../../finding/event-matches.ts'
import { PROBLEM_REPLIES } from '../../http/replies.ts'

const EventPath = z.strictObject({ tenant: TenantId, id: EventId })

export const eventMatchRoutes: FastifyPluginAsyncZod<Dependencies> = async (app, dependencies) => {
  app.get(
    '/v1/tenants/:tenant/events/:id/matches',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'listEventMatches',
        tags: ['Events'],
        summary: 'Explain who received an event',
        description:
          'Every endpoint of the tenant, deleted ones too, and why it received the event or did not. Event types, filters and ' +
          '`enabled` are those of the endpoint now; `changedSince` says whether they may have been different. A page ends ' +
          'early when its filters take long.',
        params: EventPath,
        querystring: PageQuery,
        response: { 200: pageOf(EventMatch), ...PROBLEM_REPLIES },
      },
    },
    async (request) => listEventMatches(dependencies, request.params, request.query),
  )
}
