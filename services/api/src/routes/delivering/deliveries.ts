import { Delivery, DeliveryId, DeliveryQuery, ProblemError, pageOf, TenantId } from '@posthorn/contracts'
import { cancelDelivery, findDelivery, findEvent, listDeliveries, retryByHand } from '@posthorn/database'
import { enqueueAttempt } from '@posthorn/events'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Dependencies } from '../../dependencies.ts'
import { refuseDeliveries } from '../../http/refuse-loops.ts'
import { found, PROBLEM_REPLIES, SENDING_REPLIES } from '../../http/replies.ts'
import { assertContent } from '../../managing/assert-content.ts'

const Path = z.strictObject({ tenant: TenantId })
const DeliveryPath = Path.extend({ id: DeliveryId })

export const deliveryRoutes: FastifyPluginAsyncZod<Dependencies> = async (
  app,
  { database, lists, queue },
) => {
  app.get(
    '/v1/tenants/:tenant/deliveries',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'listDeliveries',
        tags: ['Deliveries'],
        summary: 'List deliveries',
        description:
          'Newest first. With `finishedFrom` or `finishedTo`: only finished deliveries, the last finished first. ' +
          'A cursor keeps the order of the page that returned it. ' +
          'A page may end early, even without items: continue with `nextCursor` until it is null.',
        params: Path,
        querystring: DeliveryQuery,
        response: { 200: pageOf(Delivery), ...PROBLEM_REPLIES },
      },
    },
    async (request) => lists.read((source) => listDeliveries(source, request.params.tenant, request.query)),
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

  app.post(
    '/v1/tenants/:tenant/deliveries/:id/retry',
    {
      onRequest: refuseDeliveries,
      config: { access: 'manage', audit: 'delivery.retried' },
      schema: {
        operationId: 'retryDelivery',
        tags: ['Deliveries'],
        summary: 'Retry a delivery',
        description:
          'Makes one more attempt now. The schedule of a pending delivery does not change, and a delivery that has ' +
          'succeeded stays so, whatever the result.',
        params: DeliveryPath,
        response: { 202: Delivery, ...SENDING_REPLIES },
      },
    },
    async (request, reply) => {
      const { tenant, id } = request.params
      const { status, endpointId, eventId } = found(await findDelivery(database, tenant, id), 'delivery')
      assertContent(await findEvent(database, tenant, eventId))
      const requested = await retryByHand(database, tenant, id)
      if (requested === undefined) throw notRetriable(status)
      await enqueueAttempt(
        { queue, log: request.log },
        { tenantId: tenant, endpointId, deliveryId: id, ...requested, tag: `manual${Date.now()}` },
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
        description: 'Makes no further attempt. An attempt in flight completes and is recorded.',
        params: DeliveryPath,
        response: { 200: Delivery, ...PROBLEM_REPLIES, 409: PROBLEM_REPLIES[400] },
      },
    },
    async (request) => {
      const { tenant, id } = request.params
      const cancelled = await cancelDelivery(database, tenant, id)
      const delivery = found(await findDelivery(database, tenant, id), 'delivery')
      if (!cancelled && delivery.status !== 'cancelled') {
        throw new ProblemError(
          'conflict',
          `The delivery has already ${delivery.status} and cannot be cancelled.`,
        )
      }
      return delivery
    },
  )
}

function notRetriable(status: Delivery['status']): ProblemError {
  const reason =
    status === 'cancelled' ? 'It is cancelled.' : 'Its endpoint is disabled or deleted: enable it first.'
  return new ProblemError('conflict', `The delivery cannot be retried. ${reason}`)
}
