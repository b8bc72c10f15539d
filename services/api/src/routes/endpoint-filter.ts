import { EndpointId, FilterTest, FilterTestResult, PUBLISH_BYTES_MAX, TenantId } from '@posthorn/contracts'
import { findEndpoint } from '@posthorn/database'
import {
  explainFilterInSlices,
  matchesEventType,
  parseFilter,
  readExactJsonInSlices,
} from '@posthorn/webhook'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Dependencies } from '../dependencies.ts'
import { memberBytes } from '../http/member-bytes.ts'
import { found, PROBLEM_REPLIES } from '../http/replies.ts'
import { assertExactFilter } from '../managing/assert-exact-filter.ts'

const EndpointPath = z.strictObject({ tenant: TenantId, id: EndpointId })

export const endpointFilterRoutes: FastifyPluginAsyncZod<Dependencies> = async (app, { database, turns }) => {
  app.post(
    '/v1/tenants/:tenant/endpoints/:id/filter/test',
    {
      bodyLimit: PUBLISH_BYTES_MAX,
      config: { access: 'manage', audit: false, dataIn: 'data' },
      schema: {
        operationId: 'testFilter',
        tags: ['Endpoints'],
        summary: 'Test a filter',
        description:
          "Tests whether data matches the endpoint's filter, or the filter in the body, and which conditions fail. Changes nothing and sends nothing.",
        params: EndpointPath,
        body: FilterTest,
        response: { 200: FilterTestResult, ...PROBLEM_REPLIES },
      },
    },
    async (request): Promise<FilterTestResult> => {
      const { tenant, id } = request.params
      const { body, rawBody = Buffer.of() } = request
      assertExactFilter(body.filter, rawBody)
      const endpoint = found(await findEndpoint(database, tenant, id), 'endpoint')
      const { eventType, filter = endpoint.filter } = body
      const explain = function* () {
        if (filter === null) return []
        // Parsed again, because the body's parser has rounded numbers to doubles.
        const data = yield* readExactJsonInSlices(memberBytes(rawBody, 'data'))
        return yield* explainFilterInSlices(parseFilter(filter), data)
      }
      const failed = await turns.run(tenant, turns.withMemory(tenant, rawBody.length, explain()))
      const eventTypeMatches =
        eventType === undefined ? null : matchesEventType(endpoint.eventTypes, eventType)
      return { matches: failed.length === 0 && eventTypeMatches !== false, eventTypeMatches, failed }
    },
  )
}
