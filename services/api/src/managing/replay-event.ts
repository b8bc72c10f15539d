import {
  type Delivery,
  type DeliveryId,
  type EndpointId,
  type EventId,
  type EventSummary,
  ProblemError,
  type Replay,
  type TenantId,
} from '@posthorn/contracts'
import {
  addDeliveries,
  findEvent,
  findReplayTargets,
  findSubscriptions,
  readEventData,
} from '@posthorn/database'
import { enqueueDeliveries, findMatchesInSlices, hasFilter } from '@posthorn/events'
import { invalidFields, traceOf } from '@posthorn/runtime'
import type { FastifyRequest } from 'fastify'
import type { Dependencies } from '../dependencies.ts'
import { noSuchTenant } from '../http/authorize.ts'
import { idOfCreated } from '../http/id-of-created.ts'
import { found } from '../http/replies.ts'
import { assertContent } from './assert-content.ts'

/**
 * Creates new deliveries of an event, with the same event id.
 * @throws ProblemError `not_found`, `invalid_request` for an unknown endpoint, `conflict` for a disabled one, and
 *   `content_removed`
 */
export async function replayEvent(
  { database, queue, live, turns }: Pick<Dependencies, 'database' | 'queue' | 'live' | 'turns'>,
  { tenant, id }: { tenant: TenantId; id: EventId },
  { endpointIds }: Replay,
  request: FastifyRequest,
): Promise<Delivery[]> {
  const event = found(await findEvent(database, tenant, id), 'event')
  assertContent(event)
  const targets =
    endpointIds === undefined
      ? await findSubscribedEndpoints({ database, turns }, tenant, event)
      : await assertReplayable(database, tenant, endpointIds)
  const deliveries = await addDeliveries(database, {
    tenantId: tenant,
    eventId: id,
    createdAt: request.idempotencySeededAt ?? new Date(),
    deliveries: await turns.run(tenant, withDeliveryIds(targets, request)),
  })
  // The tenant was deleted in the meantime.
  if (deliveries.length < targets.length) throw noSuchTenant(tenant)
  enqueueDeliveries(
    { queue, live, log: request.log, trace: traceOf(request) },
    { id, tenantId: tenant, deliveries },
  )
  return deliveries
}

const IDS_PER_SLICE = 50

/** Adds the delivery's id to each target, in slices: there may be twenty thousand. */
function* withDeliveryIds(
  targets: readonly EndpointId[],
  request: FastifyRequest,
): Generator<undefined, { id: DeliveryId; endpointId: EndpointId }[]> {
  const deliveries: { id: DeliveryId; endpointId: EndpointId }[] = []
  for (const endpointId of targets) {
    if (deliveries.length % IDS_PER_SLICE === 0) yield
    deliveries.push({ id: idOfCreated('delivery', endpointId, request), endpointId })
  }
  return deliveries
}

async function findSubscribedEndpoints(
  { database, turns }: Pick<Dependencies, 'database' | 'turns'>,
  tenant: TenantId,
  { id, type }: EventSummary,
): Promise<EndpointId[]> {
  const data = found(await readEventData(database, id), 'event')
  const subscriptions = await findSubscriptions(database, tenant)
  const finding = findMatchesInSlices(subscriptions, { type, data })
  const matching = await turns.run(
    tenant,
    turns.withMemory(tenant, hasFilter(subscriptions) ? data.length : 0, finding),
  )
  return matching.map(({ endpointId }) => endpointId)
}

async function assertReplayable(
  database: Dependencies['database'],
  tenant: TenantId,
  ids: EndpointId[],
): Promise<EndpointId[]> {
  const targets = await findReplayTargets(database, tenant, ids)
  const unknown = ids.flatMap((id, index) =>
    targets.has(id) ? [] : [{ path: `endpointIds.${index}`, message: `unknown endpoint ${id}` }],
  )
  if (unknown.length > 0) throw invalidFields(unknown)
  const disabled = ids.filter((id) => targets.get(id)?.enabled === false)
  if (disabled.length > 0) {
    throw new ProblemError('conflict', `Disabled endpoints: ${disabled.join(', ')}. Enable them first.`)
  }
  return ids
}
