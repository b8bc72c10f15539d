import type { RouteOptions } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { describeApi } from '../openapi/describe-api.ts'

const OpenApiDescription = z.record(z.string(), z.unknown()).meta({ id: 'OpenApiDescription' })

/** `GET /openapi.json`: the OpenAPI document of this API. */
export const openApiRoutes: FastifyPluginAsyncZod<{ routes: readonly RouteOptions[] }> = async (
  app,
  { routes },
) => {
  let text: string | undefined

  app.get(
    '/openapi.json',
    {
      config: { access: 'open' },
      schema: {
        operationId: 'getOpenApiDocument',
        tags: ['Service'],
        summary: 'Read the OpenAPI document',
        response: { 200: OpenApiDescription },
      },
    },
    async (_request, reply) => {
      text ??= JSON.stringify(describeApi(routes))
      return reply
        .header('access-control-allow-origin', '*')
        .type('application/json; charset=utf-8')
        .send(text as never)
    },
  )
}
