import {
  InboundRequest,
  InboundRequestDetail,
  pageOf,
  ReprocessedRequest,
  RequestId,
  RequestQuery,
  SourceId,
  TenantId,
} from '@posthorn/contracts'
import {
  createStoreReprocessed,
  createStoreSeveralReprocessed,
  findSource,
  findSubscriptions,
  listRequests,
} from '@posthorn/database'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Dependencies } from '../../dependencies.ts'
import { refuseDeliveries } from '../../http/refuse-loops.ts'
import { found, PROBLEM_REPLIES, SENDING_REPLIES } from '../../http/replies.ts'
import { type ReprocessDependencies, reprocessRequest } from '../../managing/reprocess-request.ts'
import { showRequest } from '../../managing/show-request.ts'
import type { Receiving } from '../../managing/sources/receiving.ts'

const SourcePath = z.strictObject({ tenant: TenantId, id: SourceId })
const RequestPath = z.strictObject({ tenant: TenantId, id: RequestId })

interface RequestOptions extends Dependencies, Pick<ReprocessDependencies, 'countEvents'> {
  receiving: Receiving
}

/** The requests that reached the sources of a tenant. */
export const requestRoutes: FastifyPluginAsyncZod<RequestOptions> = async (app, options) => {
  const { database, lists, receiving } = options
  const reprocessing = {
    ...options,
    ...receiving,
    store: createStoreReprocessed(database),
    storeSeveral: createStoreSeveralReprocessed(database),
    findSubscriptions: (tenantId: TenantId) => findSubscriptions(database, tenantId),
  }

  app.get(
    '/v1/tenants/:tenant/sources/:id/requests',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'listRequests',
        tags: ['Sources'],
        summary: 'List the requests of a source',
        description:
          'Accepted, duplicate and rejected requests, with the cause. A page of accepted requests may be short although more follow.',
        params: SourcePath,
        querystring: RequestQuery,
        response: { 200: pageOf(InboundRequest), ...PROBLEM_REPLIES },
      },
    },
    async (request) => {
      const source = found(await findSource(database, request.params.tenant, request.params.id), 'source')
      return lists.read((from) => listRequests(from, source.id, request.query))
    },
  )

  app.get(
    '/v1/tenants/:tenant/requests/:id',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'getRequest',
        tags: ['Sources'],
        summary: 'Read a request',
        description:
          'Headers and body of a rejected request are kept for a week at most. Those of an accepted one are in its event.',
        params: RequestPath,
        response: { 200: InboundRequestDetail, ...PROBLEM_REPLIES },
      },
    },
    async (request) => showRequest(options, request.params.tenant, request.params.id),
  )

  app.post(
    '/v1/tenants/:tenant/requests/:id/reprocess',
    {
      onRequest: refuseDeliveries,
      config: { access: 'manage', audit: 'request.reprocessed' },
      schema: {
        operationId: 'reprocessRequest',
        tags: ['Sources'],
        summary: 'Process a request again',
        description:
          'A rejected request is verified by its current source, with the time at which it arrived, and becomes an event. ' +
          'After the `dedupeWindowSeconds` of its source the reply is 409: an accepted copy could be sent a second time. ' +
          'If it was accepted already, by this call or because the provider sent it again, the reply is 200 with that event. ' +
          'The event of an accepted request is sent again to the endpoints that are subscribed now.',
        params: RequestPath,
        response: { 200: ReprocessedRequest, 202: ReprocessedRequest, ...SENDING_REPLIES },
      },
    },
    async (request, reply) => {
      const { tenant, id } = request.params
      const result = await reprocessRequest(reprocessing, request.params, request)
      request.log.info({ tenantId: tenant, inboundRequestId: id, ...result }, 'request.reprocessed')
      return reply.code(result.status === 'accepted' ? 202 : 200).send(result)
    },
  )
}
