import { Provider, pageOf } from '@posthorn/contracts'
import { PROVIDER_NAMES } from '@posthorn/webhook'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { PROBLEM_REPLIES } from '../../http/replies.ts'
import { showProvider } from '../../managing/sources/show-provider.ts'

/** `GET /v1/providers`: the catalogue of providers. It changes only with the version, so it is made once. */
export const providerRoutes: FastifyPluginAsyncZod = async (app) => {
  const data = PROVIDER_NAMES.map(showProvider)

  app.get(
    '/v1/providers',
    {
      config: { access: 'key' },
      schema: {
        operationId: 'listProviders',
        tags: ['Sources'],
        summary: 'List the providers that a source can have',
        description: 'All of them, on one page.',
        response: { 200: pageOf(Provider), ...PROBLEM_REPLIES },
      },
    },
    async () => ({ data, nextCursor: null }),
  )
}
