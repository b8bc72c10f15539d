import {
  Attempt,
  Delivery,
  DeliveryId,
  DeliveryQuery,
  PageQuery,
  ProblemError,
  pageOf,
  TenantId,
} from '@posthorn/contracts'
import {
  cancelDelivery,
  findDelivery,
  listAttempts,
  listDeliveries,
  requestAttempt,
} from '@posthorn/database'
import { enqueueAttempt } from '@posthorn/events'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Dependencies } from '../dependencies.ts'
import { refuseDeliveries } from '../http/refuse-loops.ts'
import { found, PROBLEM_REPLIES, SENDING_REPLIES } from '../http/replies.ts'

const Path = z.strictObject({ tenant: TenantId })
const DeliveryPath = Path.extend({ id: DeliveryId })

export const deliveryRoutes: FastifyPluginAsyncZod<Dependencies> = async (app, { database, queue }) => {
  app.get(
    '/v1/tenants/:tenant/deliveries',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'listDeliveries',
        tags: ['Deliveries'],
        summary: 'List deliveries',
        description:
          'Newest first; with `finishedFrom` or `finishedTo` those first that finished last, and no pending ones. ' +
          'A cursor goes on with the order that it was given out in.',
        params: Path,
        querystring: DeliveryQuery,
        response: { 200: pageOf(Delivery), ...PROBLEM_REPLIES },
      },
    },
    async (request) => listDeliveries(database, request.params.tenant, request.query),
  )

  app.get(
    '/v1/tenants/:tenant/deliveries/:id',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'getDelivery',
        tags: ['Deliveries'],
        summary: 'Read a delivery',
        params: DeliveryPath,
        response: { 200: Delivery, ...PROBLEM_REPLIES },
      },
    },
    async (request) =>
      found(await findDelivery(database, request.params.tenant, request.params.id), 'delivery'),
  )

  app.get(
    '/v1/tenants/:tenant/deliveries/:id/attempts',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'listAttempts',
        tags: ['Deliveries'],
        summary: 'List the attempts of a delivery',
        description: 'With what was sent, secrets masked, and what came back.',
        params: DeliveryPath,
        querystring: PageQuery,
        response: { 200: pageOf(Attempt), ...PROBLEM_REPLIES },
      },
    },
    async (request) => {
      const delivery = found(
        await findDelivery(database, request.params.tenant, request.params.id),
        'delivery',
      )
      return listAttempts(database, delivery.id, request.query)
    },
  )

  app.post(
    '/v1/tenants/:tenant/deliveries/:id/retry',
    {
      onRequest: refuseDeliveries,
      config: { access: 'manage', audit: 'delivery.retried' },
      schema: {
        operationId: 'retryDelivery',
        tags: ['Deliveries'],
        summary: 'Retry a delivery',
        description: 'One more attempt now. The schedule of a pending delivery stays as it is.',
        params: DeliveryPath,
        response: { 202: Delivery, ...SENDING_REPLIES },
      },
    },
    async (request, reply) => {
      const { tenant, id } = request.params
      const { status, endpointId } = found(await findDelivery(database, tenant, id), 'delivery')
      const wanted = await requestAttempt(database, tenant, id)
      if (wanted === undefined) throw notRetriable(status)
      await enqueueAttempt(
        { queue, log: request.log },
        { tenantId: tenant, endpointId, deliveryId: id, ...wanted, tag: `manual${Date.now()}` },
      )
      return reply.code(202).send(found(await findDelivery(database, tenant, id), 'delivery'))
    },
  )

  app.post(
    '/v1/tenants/:tenant/deliveries/:id/cancel',
    {
      config: { access: 'manage', audit: 'delivery.cancelled' },
      schema: {
        operationId: 'cancelDelivery',
        tags: ['Deliveries'],
        summary: 'Cancel a delivery',
        description: 'No further attempt is made. One that is under way ends, and is recorded.',
        params: DeliveryPath,
        response: { 200: Delivery, ...PROBLEM_REPLIES, 409: PROBLEM_REPLIES[400] },
      },
    },
    async (request) => {
      const { tenant, id } = request.params
      const cancelled = await cancelDelivery(database, tenant, id)
      const delivery = found(await findDelivery(database, tenant, id), 'delivery')
      if (!cancelled && delivery.status !== 'cancelled') {
        throw new ProblemError('conflict', `The delivery has ${delivery.status}: there is nothing to cancel.`)
      }
      return delivery
    },
  )
}

function notRetriable(status: Delivery['status']): ProblemError {
  const open = status === 'pending' || status === 'failed'
  const reason = open ? 'Its endpoint is disabled or deleted: enable it first.' : `It is ${status}.`
  return new ProblemError('conflict', `The delivery cannot be retried. ${reason}`)
}
