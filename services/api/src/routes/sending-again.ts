import {
  EndpointId,
  EventId,
  PUBLISH_BYTES_MAX,
  Recovery,
  Replay,
  ReplayedEvent,
  SentTestEvent,
  StartedJob,
  TenantId,
  TestEvent,
} from '@posthorn/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Dependencies } from '../dependencies.ts'
import { writingList } from '../http/list-text.ts'
import { memberBytes } from '../http/member-bytes.ts'
import { refuseDeliveries } from '../http/refuse-loops.ts'
import { SENDING_REPLIES } from '../http/replies.ts'
import { recoverEndpoint } from '../managing/recover-endpoint.ts'
import { replayEvent } from '../managing/replay-event.ts'
import { sendTestEvent } from '../managing/send-test-event.ts'

const EndpointPath = z.strictObject({ tenant: TenantId, id: EndpointId })
const EventPath = z.strictObject({ tenant: TenantId, id: EventId })

/** Sending what nobody has published just now: a test, an event once more, what has failed. */
export const sendingRoutes: FastifyPluginAsyncZod<Dependencies> = async (app, dependencies) => {
  app.post(
    '/v1/tenants/:tenant/endpoints/:id/test',
    {
      onRequest: refuseDeliveries,
      bodyLimit: PUBLISH_BYTES_MAX,
      config: { access: 'manage', audit: 'endpoint.tested', dataIn: 'data' },
      schema: {
        operationId: 'testEndpoint',
        tags: ['Endpoints'],
        summary: 'Send a test event to an endpoint',
        description:
          'A `posthorn.test` event for this endpoint alone, whatever it is subscribed to. It is tried once, at once, ' +
          'past the rate limit and an open circuit.',
        params: EndpointPath,
        body: TestEvent.nullish(),
        response: { 202: SentTestEvent, ...SENDING_REPLIES },
      },
    },
    async (request, reply) => {
      const { rawBody, body } = request
      const data = rawBody && body?.data && memberBytes(rawBody, 'data')
      return reply.code(202).send(await sendTestEvent(dependencies, request.params, request, data))
    },
  )

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
          'New deliveries of the same event, under the same `webhook-id`: a receiver that is idempotent by it takes ' +
          'them for repeats. A delivery that exists already stays what it is.',
        params: EventPath,
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
      const text = await dependencies.turns.run(request.params.tenant, writingList(data))
      return reply
        .code(202)
        .type('application/json; charset=utf-8')
        .send(text as never)
    },
  )

  app.post(
    '/v1/tenants/:tenant/endpoints/:id/recover',
    {
      onRequest: refuseDeliveries,
      config: { access: 'manage', audit: 'endpoint.recovered' },
      schema: {
        operationId: 'recoverEndpoint',
        tags: ['Endpoints'],
        summary: 'Recover an endpoint',
        description:
          'Starts a job that sends the deliveries again that failed in some time, the last first. Each begins its ' +
          'schedule anew. They go out within the limits of the endpoint, and new events are not held up by them.',
        params: EndpointPath,
        body: Recovery,
        response: { 202: StartedJob, ...SENDING_REPLIES },
      },
    },
    async (request, reply) => {
      const job = await recoverEndpoint(dependencies, request.params, request.body, request)
      request.log.info(
        { tenantId: request.params.tenant, endpointId: request.params.id, jobId: job.id },
        'job.started',
      )
      return reply.code(202).send(job)
    },
  )
}
