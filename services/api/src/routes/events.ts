import {
  Delivery,
  EventDetail,
  EventId,
  EventQuery,
  EventSummary,
  NewEvent,
  PageQuery,
  ProblemError,
  PublishedEvent,
  pageOf,
  TenantId,
} from '@posthorn/contracts'
import { findEvent, listDeliveriesOfEvent, listEvents } from '@posthorn/database'
import { DuplicateMemberError, dataOf, topLevelMembers } from '@posthorn/webhook'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Dependencies } from '../dependencies.ts'
import { publishEvent } from '../publish-event.ts'
import { found, PROBLEM_REPLIES } from '../replies.ts'

const Path = z.strictObject({ tenant: TenantId })
const EventPath = Path.extend({ id: EventId })

export const eventRoutes: FastifyPluginAsyncZod<Dependencies> = async (app, { database, queue }) => {
  app.post(
    '/v1/tenants/:tenant/events',
    {
      config: { access: 'publish' },
      schema: {
        params: Path,
        body: NewEvent,
        response: { 202: PublishedEvent, 200: PublishedEvent, ...PROBLEM_REPLIES, 413: PROBLEM_REPLIES[400] },
      },
    },
    async (request, reply) => {
      const published = await publishEvent(
        { database, queue, log: request.log },
        {
          tenantId: request.params.tenant,
          event: request.body,
          data: dataBytes(request.rawBody),
          traceparent: request.headers.traceparent?.toString(),
        },
      )
      request.log.info(
        { tenantId: request.params.tenant, eventId: published.id, ...published },
        'event.published',
      )
      return reply.code(published.duplicate ? 200 : 202).send(published)
    },
  )

  app.get(
    '/v1/tenants/:tenant/events',
    {
      config: { access: 'read' },
      schema: {
        params: Path,
        querystring: EventQuery,
        response: { 200: pageOf(EventSummary), ...PROBLEM_REPLIES },
      },
    },
    async (request) => listEvents(database, request.params.tenant, request.query),
  )

  app.get(
    '/v1/tenants/:tenant/events/:id',
    {
      config: { access: 'read' },
      schema: { params: EventPath, response: { 200: EventDetail, ...PROBLEM_REPLIES } },
    },
    async (request, reply) => {
      const event = found(await findEvent(database, request.params.tenant, request.params.id), 'event')
      // Put together as text: parsed and written again, a 20-digit number would be another one.
      const text = `${JSON.stringify(event.summary).slice(0, -1)},"data":${dataText(event)}}`
      return reply.type('application/json; charset=utf-8').send(text as never)
    },
  )

  app.get(
    '/v1/tenants/:tenant/events/:id/deliveries',
    {
      config: { access: 'read' },
      schema: {
        params: EventPath,
        querystring: PageQuery,
        response: { 200: pageOf(Delivery), ...PROBLEM_REPLIES },
      },
    },
    async (request) => {
      const { summary } = found(await findEvent(database, request.params.tenant, request.params.id), 'event')
      return listDeliveriesOfEvent(database, summary.id, request.query)
    },
  )
}

/** The bytes of `data` in the body, as the publisher wrote them. */
function dataBytes(rawBody: Buffer | undefined): Uint8Array {
  if (rawBody === undefined) throw new Error('the body passed its schema without having been read')
  try {
    const member = topLevelMembers(rawBody).find(({ key }) => key === 'data')
    if (member === undefined) throw new Error('the body passed its schema without data')
    return rawBody.subarray(member.start, member.end)
  } catch (error) {
    if (!(error instanceof DuplicateMemberError)) throw error
    throw new ProblemError('invalid_request', error.message, {
      errors: [{ path: error.key, message: error.message }],
    })
  }
}

function dataText({ body, dataStart }: { body: Uint8Array; dataStart: number }): string {
  return dataOf({ body: Buffer.from(body), dataStart }).toString('utf8')
}
