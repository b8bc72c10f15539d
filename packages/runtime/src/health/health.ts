import type { FastifyPluginAsync } from 'fastify'
import { z } from 'zod'
import { createReadinessProbe, type ReadinessCheck } from './readiness-probe.ts'
import type { StoreMetrics } from './store-metrics.ts'

export interface HealthOptions {
  checks: readonly ReadinessCheck[]
  metrics: { stores: Pick<StoreMetrics, 'observeDependencies'> }
  /** True from the stop signal on: readiness is red before the listener closes. */
  isStopping: () => boolean
}

const ReadinessStatus = z.enum(['ready', 'not_ready', 'stopping']).meta({ id: 'ReadinessStatus' })
const DependencyState = z.enum(['up', 'down']).meta({ id: 'DependencyState' })
const DependencyStates = z.record(z.string(), DependencyState).meta({ id: 'DependencyStates' })

const Readiness = z
  .strictObject({
    status: ReadinessStatus,
    checks: DependencyStates,
  })
  .meta({ id: 'Readiness' })
type Readiness = z.infer<typeof Readiness>

const HealthStatus = z.enum(['ok']).meta({ id: 'HealthStatus' })
const Health = z.strictObject({ status: HealthStatus }).meta({ id: 'Health' })

const READY = {
  config: { access: 'open' },
  schema: {
    operationId: 'getReadiness',
    tags: ['Service'],
    summary: 'Can the service do its work?',
    description:
      'If not, `checks` names the dependency that is down: it does not answer, or it does not store what it is given. ' +
      'The result may be a second old.',
    response: { 200: Readiness, 503: Readiness },
  },
} as const

/** `GET /healthz`: whether the process is alive. `GET /readyz`: whether it can work, and which dependency is down. */
export const health: FastifyPluginAsync<HealthOptions> = async (app, { checks, metrics, isStopping }) => {
  app.get(
    '/healthz',
    {
      config: { access: 'open' },
      schema: {
        operationId: 'getHealth',
        tags: ['Service'],
        summary: 'Does the process live?',
        response: { 200: Health },
      },
    },
    async () => ({ status: 'ok' as const }),
  )

  const probes = checks.map((check) => ({
    name: check.name,
    state: createReadinessProbe(check, { log: app.log, nowMs: () => performance.now() }),
  }))
  metrics.stores.observeDependencies(probes)
  app.get('/readyz', READY, async (_request, reply) => {
    const states = await Promise.all(probes.map(async ({ name, state }) => [name, await state()] as const))
    const allUp = states.every(([, state]) => state === 'up')
    const status = isStopping() ? 'stopping' : allUp ? 'ready' : 'not_ready'
    const readiness: Readiness = { status, checks: Object.fromEntries(states) }
    return reply.code(status === 'ready' ? 200 : 503).send(readiness)
  })
}
