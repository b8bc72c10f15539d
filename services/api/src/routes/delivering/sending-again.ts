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
import type { Dependencies } from '../../dependencies.ts'
import { writeListInSlices } from '../../http/list-text.ts'
import { memberBytes } from '../../http/member-bytes.ts'
import { refuseDeliveries } from '../../http/refuse-loops.ts'
import { SENDING_REPLIES } from '../../http/replies.ts'
import { recoverEndpoint } from '../../managing/recover-endpoint.ts'
import { replayEvent } from '../../managing/replay-event.ts'
import { sendTestEvent } from '../../managing/send-test-event.ts'

const EndpointPath = z.strictObject({ tenant: TenantId, id: EndpointId })
const EventPath = z.strictObject({ tenant: TenantId, id: EventId })

/** Starts deliveries without publishing: test events, replays and recoveries. */
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
          'Sends a `posthorn.test` event to this endpoint only, regardless of its subscription. It makes one attempt at ' +
          'once, ignoring the rate limit and an open circuit.',
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
          'Creates new deliveries with the same `webhook-id`: a receiver that deduplicates by it ignores them. ' +
          'Existing deliveries do not change.',
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
      const text = await dependencies.turns.run(request.params.tenant, writeListInSlices(data))
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
          'Starts a job that retries the deliveries that failed in a period, the latest first. Each starts its schedule ' +
          'from the beginning. They are sent within the limits of the endpoint and do not delay new events.',
        params: EndpointPath,
        body: Recovery,
        response: { 202: StartedJob, ...SENDING_REPLIES },
      },
    },
    async (request, reply) => {
      const job = await recoverEndpoint(dependencies, request.params, request.body, request)
      request.log.info(
        { tenantId: request.params.tenant, endpointId: request.params.id, jobId: job.id },
        'recovery.started',
      )
      return reply.code(202).send(job)
    },
  )
}
