import type { FastifyPluginAsync } from 'fastify'
import { z } from 'zod'
import type { Metrics } from '../health/metrics.ts'

/** `GET /metrics`: metrics of the process. */
export const metricsRoute: FastifyPluginAsync<{ metrics: Metrics }> = async (app, { metrics }) => {
  app.get(
    '/metrics',
    {
      config: { access: 'open' },
      schema: {
        operationId: 'getMetrics',
        tags: ['Service'],
        summary: 'Metrics for Prometheus',
        description: 'In the text format of Prometheus. docs/metrics.md lists them.',
        response: { 200: { content: { 'text/plain': { schema: z.string() } } } },
      },
    },
    async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()),
  )
}
