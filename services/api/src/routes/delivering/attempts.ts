import { Attempt, AttemptQuery, DeliveryId, PageQuery, pageOf, TenantId } from '@posthorn/contracts'
import { findDelivery, listAttempts, listAttemptsOfDelivery } from '@posthorn/database'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Dependencies } from '../../dependencies.ts'
import { isOperator } from '../../http/authorize.ts'
import { found, PROBLEM_REPLIES } from '../../http/replies.ts'

const Path = z.strictObject({ tenant: TenantId })

export const attemptRoutes: FastifyPluginAsyncZod<Dependencies> = async (app, { database, lists }) => {
  app.get(
    '/v1/tenants/:tenant/attempts',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'listTenantAttempts',
        tags: ['Deliveries'],
        summary: 'List attempts',
        description:
          'The attempts of all deliveries by when they started, newest first. An attempt is listed when it has ended. ' +
          'A page may end early, even without items: continue with `nextCursor` until it is null. ' +
          'The admin key also sees the `address` that was dialled.',
        params: Path,
        querystring: AttemptQuery,
        response: { 200: pageOf(Attempt), ...PROBLEM_REPLIES },
      },
    },
    async (request) =>
      lists.read((source) =>
        listAttempts(source, request.params.tenant, request.query, { showsAddress: isOperator(request) }),
      ),
  )

  app.get(
    '/v1/tenants/:tenant/deliveries/:id/attempts',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'listAttempts',
        tags: ['Deliveries'],
        summary: 'List the attempts of a delivery',
        description:
          'Each with the request, secrets masked, and the response. The admin key also sees the `address` that was dialled.',
        params: Path.extend({ id: DeliveryId }),
        querystring: PageQuery,
        response: { 200: pageOf(Attempt), ...PROBLEM_REPLIES },
      },
    },
    async (request) => {
      const delivery = found(
        await findDelivery(database, request.params.tenant, request.params.id),
        'delivery',
      )
      return listAttemptsOfDelivery(database, delivery.id, request.query, {
        showsAddress: isOperator(request),
      })
    },
  )
}
