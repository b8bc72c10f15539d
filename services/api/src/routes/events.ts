import {
  Delivery,
  EventDetail,
  EventId,
  EventQuery,
  EventSummary,
  PageQuery,
  pageOf,
  TenantId,
} from '@posthorn/contracts'
import { findEvent, listDeliveriesOfEvent, listEvents, readEventData } from '@posthorn/database'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Dependencies } from '../dependencies.ts'
import { found, PROBLEM_REPLIES } from '../http/replies.ts'

const Path = z.strictObject({ tenant: TenantId })
const EventPath = Path.extend({ id: EventId })

export const eventRoutes: FastifyPluginAsyncZod<Dependencies> = async (app, { database, lists }) => {
  app.get(
    '/v1/tenants/:tenant/events',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'listEvents',
        tags: ['Events'],
        summary: 'List events',
        description:
          'Newest first. A page may end early, even without items: continue with `nextCursor` until it is null.',
        params: Path,
        querystring: EventQuery,
        response: { 200: pageOf(EventSummary), ...PROBLEM_REPLIES },
      },
    },
    async (request) => lists.read((source) => listEvents(source, request.params.tenant, request.query)),
  )

  app.get(
    '/v1/tenants/:tenant/events/:id',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'getEvent',
        tags: ['Events'],
        summary: 'Read an event',
        description:
          'With its data, byte for byte as published or received. Without it when `expired` is true: the content was removed.',
        params: EventPath,
        response: { 200: EventDetail, ...PROBLEM_REPLIES },
      },
    },
    async (request, reply) => {
      const summary = found(await findEvent(database, request.params.tenant, request.params.id), 'event')
      const data = summary.expired ? undefined : await readEventData(database, summary.id)
      // Removed since the event was read, if it is not expired.
      if (data === undefined) return { ...summary, expired: true }
      // The stored bytes: parsed and written again, a 20-digit number would be another one.
      const head = Buffer.from(`${JSON.stringify(summary).slice(0, -1)},"data":`)
      const body = Buffer.concat([head, data, Buffer.from('}')])
      return reply.type('application/json; charset=utf-8').send(body as never)
    },
  )

  app.get(
    '/v1/tenants/:tenant/events/:id/deliveries',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'listDeliveriesOfEvent',
        tags: ['Events'],
        summary: 'List the deliveries of an event',
        description: 'One for each endpoint, and one more for each replay.',
        params: EventPath,
        querystring: PageQuery,
        response: { 200: pageOf(Delivery), ...PROBLEM_REPLIES },
      },
    },
    async (request) => {
      const { id } = found(await findEvent(database, request.params.tenant, request.params.id), 'event')
      return listDeliveriesOfEvent(database, id, request.query)
    },
  )
}
