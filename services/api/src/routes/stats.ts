import {
  EndpointId,
  EndpointStats,
  EndpointStatsQuery,
  StatsQuery,
  StatsSeries,
  TenantId,
} from '@posthorn/contracts'
import { findEndpoint } from '@posthorn/database'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Dependencies } from '../dependencies.ts'
import { found, PROBLEM_REPLIES } from '../http/replies.ts'
import { endpointStats, statsSeries } from '../managing/stats.ts'

const Path = z.strictObject({ tenant: TenantId })
const EndpointPath = Path.extend({ id: EndpointId })

export const statsRoutes: FastifyPluginAsyncZod<Dependencies> = async (app, { database, lists }) => {
  app.get(
    '/v1/tenants/:tenant/stats',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'getStats',
        tags: ['Statistics'],
        summary: 'Read a time series',
        description:
          'Events, deliveries and attempts of each minute, hour or day, counted as they happen. ' +
          'Includes every bucket of the window, the oldest first. All times are UTC.',
        params: Path,
        querystring: StatsQuery,
        response: { 200: StatsSeries, ...PROBLEM_REPLIES },
      },
    },
    async (request) => {
      const { tenant } = request.params
      const { endpointId } = request.query
      if (endpointId !== undefined) found(await findEndpoint(database, tenant, endpointId), 'endpoint')
      return lists.read((source) => statsSeries(source, tenant, request.query))
    },
  )

  app.get(
    '/v1/tenants/:tenant/endpoints/:id/stats',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'getEndpointStats',
        tags: ['Statistics'],
        summary: 'Read the statistics of an endpoint',
        description: 'Totals of its deliveries and attempts in a window, by default the last 24 hours.',
        params: EndpointPath,
        querystring: EndpointStatsQuery,
        response: { 200: EndpointStats, ...PROBLEM_REPLIES },
      },
    },
    async (request) => {
      const { tenant, id } = request.params
      found(await findEndpoint(database, tenant, id), 'endpoint')
      return lists.read((source) => endpointStats(source, tenant, id, request.query))
    },
  )
}
