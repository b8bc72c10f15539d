import {
  Attempt,
  Delivery,
  DeliveryId,
  DeliveryQuery,
  PageQuery,
  pageOf,
  TenantId,
} from '@posthorn/contracts'
import { findDelivery, listAttempts, listDeliveries } from '@posthorn/database'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Dependencies } from '../dependencies.ts'
import { found, PROBLEM_REPLIES } from '../replies.ts'

const Path = z.strictObject({ tenant: TenantId })
const DeliveryPath = Path.extend({ id: DeliveryId })

export const deliveryRoutes: FastifyPluginAsyncZod<Dependencies> = async (app, { database }) => {
  app.get(
    '/v1/tenants/:tenant/deliveries',
    {
      config: { access: 'read' },
      schema: {
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
      schema: { params: DeliveryPath, response: { 200: Delivery, ...PROBLEM_REPLIES } },
    },
    async (request) =>
      found(await findDelivery(database, request.params.tenant, request.params.id), 'delivery'),
  )

  app.get(
    '/v1/tenants/:tenant/deliveries/:id/attempts',
    {
      config: { access: 'read' },
      schema: {
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
}
