import {
  DrainedShard,
  EndpointWaiting,
  PageQuery,
  pageOf,
  QueueState,
  ShardName,
  TenantId,
  TenantWaiting,
} from '@posthorn/contracts'
import { listPendingOfTenants, sweepWhenDue } from '@posthorn/database'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Dependencies } from '../dependencies.ts'
import { found, PROBLEM_REPLIES } from '../http/replies.ts'
import { explainPendingOfEndpoints, readQueueState } from '../managing/operating.ts'

const TenantPath = z.strictObject({ tenant: TenantId })
const ShardPath = z.strictObject({ shard: ShardName })

export const operatingRoutes: FastifyPluginAsyncZod<Dependencies> = async (app, stores) => {
  const { database, queue } = stores

  app.get(
    '/v1/waiting',
    {
      config: { access: 'admin' },
      schema: {
        operationId: 'listWaiting',
        tags: ['Operation'],
        summary: 'List tenants with their pending deliveries',
        querystring: PageQuery,
        response: { 200: pageOf(TenantWaiting), ...PROBLEM_REPLIES },
      },
    },
    async (request) => listPendingOfTenants(database, request.query),
  )

  app.get(
    '/v1/tenants/:tenant/waiting',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'explainWaiting',
        tags: ['Operation'],
        summary: 'Explain what is waiting',
        description: 'The endpoints of the tenant, and why their pending deliveries are pending.',
        params: TenantPath,
        querystring: PageQuery,
        response: { 200: pageOf(EndpointWaiting), ...PROBLEM_REPLIES },
      },
    },
    async (request) => explainPendingOfEndpoints(stores, request.params.tenant, request.query),
  )

  app.get(
    '/v1/queue',
    {
      config: { access: 'admin' },
      schema: {
        operationId: 'getQueue',
        tags: ['Operation'],
        summary: 'Read the state of the queue',
        response: { 200: QueueState, ...PROBLEM_REPLIES },
      },
    },
    async () => readQueueState(stores),
  )

  app.post(
    '/v1/queue/shards/:shard/drain',
    {
      config: { access: 'admin', audit: 'queue_shard.drained' },
      schema: {
        operationId: 'drainShard',
        tags: ['Operation'],
        summary: 'Drain a shard of the queue',
        description:
          'Removes up to 20 jobs; repeat the request until `waiting` and `delayed` are 0. Nothing is lost: the sweepers of the ' +
          'workers find the deliveries of removed jobs when they are due. Also drains a shard that `QUEUE_SHARDS` no longer has.',
        params: ShardPath,
        response: { 200: DrainedShard, ...PROBLEM_REPLIES },
      },
    },
    async (request) => {
      const { shard } = request.params
      return found(await queue.drain(shard, (ids) => sweepWhenDue(database, ids)), 'shard')
    },
  )
}
