import type { EndpointWaiting, Page, PageQuery, QueueState, TenantId } from '@posthorn/contracts'
import { type Database, isWorkerConnected, listPendingOfEndpoints } from '@posthorn/database'
import type { DeliveryQueue } from '@posthorn/queue'
import { explainPending } from '@posthorn/webhook'

interface Stores {
  database: Database
  queue: Pick<DeliveryQueue, 'waiting' | 'shards'>
}

/** The queue's shards, and whether somebody takes jobs from them. */
export async function readQueueState({ database, queue }: Stores): Promise<QueueState> {
  const [connected, shards] = await Promise.all([isWorkerConnected(database), queue.shards()])
  return { isWorkerConnected: connected, shards }
}

/** The endpoints of a tenant, and why their pending deliveries are pending. */
export async function explainPendingOfEndpoints(
  { database, queue }: Stores,
  tenantId: TenantId,
  query: PageQuery,
): Promise<Page<EndpointWaiting>> {
  const [endpoints, connected, queueJobsWaiting] = await Promise.all([
    listPendingOfEndpoints(database, tenantId, query),
    isWorkerConnected(database),
    // An unavailable queue is one of the reasons.
    queue.waiting().catch(() => undefined),
  ])
  const facts = { isWorkerConnected: connected, queueJobsWaiting }
  const data = endpoints.data.map(({ deliveries, oldestAt, ...endpoint }) => ({
    ...endpoint,
    oldestAt: oldestAt?.toISOString() ?? null,
    causes: explainPending(deliveries, facts).map(({ nextAt, ...cause }) => ({
      ...cause,
      nextAt: nextAt?.toISOString() ?? null,
    })),
  }))
  return { ...endpoints, data }
}
