import { EndpointId, PUBLISH_BYTES_MAX, SentTestEvent, TenantId, TestEvent } from '@posthorn/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Dependencies } from '../../dependencies.ts'
import { memberBytes } from '../../http/member-bytes.ts'
import { refuseDeliveries } from '../../http/refuse-loops.ts'
import { SENDING_REPLIES } from '../../http/replies.ts'
import { sendTestEvent } from '../../managing/send-test-event.ts'

const Path = z.strictObject({ tenant: TenantId, id: EndpointId })

/** Sends test events. */
export const testEventRoutes: FastifyPluginAsyncZod<Dependencies> = async (app, dependencies) => {
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
        params: Path,
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
}
