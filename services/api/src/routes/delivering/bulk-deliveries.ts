import { BulkPreview, BulkRequest, StartedJob, TenantId } from '@posthorn/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Dependencies } from '../../dependencies.ts'
import { refuseDeliveries } from '../../http/refuse-loops.ts'
import { SENDING_REPLIES } from '../../http/replies.ts'
import { previewDeliveries, startBulkJob } from '../../managing/bulk-deliveries.ts'

const Path = z.strictObject({ tenant: TenantId })

export const bulkDeliveryRoutes: FastifyPluginAsyncZod<Dependencies> = async (app, dependencies) => {
  app.post(
    '/v1/tenants/:tenant/deliveries/bulk',
    {
      onRequest: refuseDeliveries,
      config: { access: 'manage', audit: 'delivery.bulk_started' },
      schema: {
        operationId: 'bulkDeliveries',
        tags: ['Deliveries'],
        summary: 'Retry or cancel deliveries in bulk',
        description:
          'With `dryRun`: counts the deliveries that the filter selects, by cause (200). Otherwise: starts a job that processes each ' +
          'of them once (202). `status` of the filter defaults to `failed` for a retry, where `pending` and `cancelled` are possible, too; ' +
          'it is `pending` for a cancel. Deliveries that are created later are not processed. Retries are sent within the limits of their ' +
          'endpoints and do not delay new events; those of a disabled or deleted endpoint count as failed.',
        params: Path,
        body: BulkRequest,
        response: { 200: BulkPreview, 202: StartedJob, ...SENDING_REPLIES },
      },
    },
    async (request, reply) => {
      const { tenant } = request.params
      if (request.body.dryRun) {
        request.changesNothing = true
        return reply.code(200).send(await previewDeliveries(dependencies, tenant, request.body))
      }
      const job = await startBulkJob(dependencies, tenant, request.body, request)
      request.log.info({ tenantId: tenant, jobId: job.id, kind: job.kind }, 'bulk_job.started')
      return reply.code(202).send(job)
    },
  )
}
