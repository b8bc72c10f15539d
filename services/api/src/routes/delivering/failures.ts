import { FailurePage, FailureQuery, TenantId } from '@posthorn/contracts'
import { listFailures } from '@posthorn/database'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Dependencies } from '../../dependencies.ts'
import { PROBLEM_REPLIES } from '../../http/replies.ts'

export const failureRoutes: FastifyPluginAsyncZod<Pick<Dependencies, 'lists'>> = async (app, { lists }) => {
  app.get(
    '/v1/tenants/:tenant/failures',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'listFailures',
        tags: ['Deliveries'],
        summary: 'List what fails',
        description:
          'Failed attempts of a window by endpoint and cause, the latest first, by default of the last 24 hours. ' +
          'A failure that occurs again moves to the front: pass `to` for pages that do not change.',
        params: z.strictObject({ tenant: TenantId }),
        querystring: FailureQuery,
        response: { 200: FailurePage, ...PROBLEM_REPLIES },
      },
    },
    async (request) => lists.read((source) => listFailures(source, request.params.tenant, request.query)),
  )
}
