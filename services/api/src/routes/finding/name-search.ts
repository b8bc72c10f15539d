import { SearchQuery, SearchResult, TenantId } from '@posthorn/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Dependencies } from '../../dependencies.ts'
import { findByName } from '../../finding/find-by-name.ts'
import { PROBLEM_REPLIES } from '../../http/replies.ts'

const Path = z.strictObject({ tenant: TenantId })

export const nameSearchRoutes: FastifyPluginAsyncZod<Dependencies> = async (app, dependencies) => {
  app.get(
    '/v1/tenants/:tenant/search',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'search',
        tags: ['Search'],
        summary: 'Find an object by any of its names',
        description:
          'Resolves an id, an external id, a trace id or an Idempotency-Key to objects of the tenant. An Idempotency-Key finds what ' +
          'its request created. Sources and keys are found by keys with the role `manage`. Nothing found is an empty list.',
        params: Path,
        querystring: SearchQuery,
        response: { 200: SearchResult, ...PROBLEM_REPLIES },
      },
    },
    async (request) => {
      const { principal } = request
      const manages = principal?.kind === 'admin' || principal?.role === 'manage'
      return {
        data: await findByName(dependencies, {
          tenant: request.params.tenant,
          text: request.query.q,
          manages,
        }),
      }
    },
  )
}
