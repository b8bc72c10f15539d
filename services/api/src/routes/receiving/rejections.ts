import { RejectionPage, RejectionQuery, TenantId } from '@posthorn/contracts'
import { listRejections } from '@posthorn/database'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Dependencies } from '../../dependencies.ts'
import { PROBLEM_REPLIES } from '../../http/replies.ts'

/** What the sources of a tenant reject. */
export const rejectionRoutes: FastifyPluginAsyncZod<Pick<Dependencies, 'lists'>> = async (app, { lists }) => {
  app.get(
    '/v1/tenants/:tenant/rejections',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'listRejections',
        tags: ['Sources'],
        summary: 'List what sources reject',
        description:
          'Rejected requests of a window by source and cause, the latest first, by default of the last 24 hours. ' +
          'Of the newest 100 sources, on one page.',
        params: z.strictObject({ tenant: TenantId }),
        querystring: RejectionQuery,
        response: { 200: RejectionPage, ...PROBLEM_REPLIES },
      },
    },
    async (request) => {
      const { tenant } = request.params
      const data = await lists.read((source) => listRejections(source, tenant, request.query))
      return { data, nextCursor: null }
    },
  )
}
