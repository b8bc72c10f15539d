import { EndpointId, Recovery, StartedJob, TenantId } from '@posthorn/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Dependencies } from '../../dependencies.ts'
import { refuseDeliveries } from '../../http/refuse-loops.ts'
import { SENDING_REPLIES } from '../../http/replies.ts'
import { recoverEndpoint } from '../../managing/recover-endpoint.ts'

const Path = z.strictObject({ tenant: TenantId, id: EndpointId })

/** Starts recoveries of endpoints. */
export const recoverRoutes: FastifyPluginAsyncZod<Dependencies> = async (app, dependencies) => {
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
        params: Path,
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
