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
import { enqueueDeliveries, findingMatches, hasFilter } from '@posthorn/events'
import { invalidFields } from '@posthorn/service'
import type { FastifyRequest } from 'fastify'
import type { Dependencies } from '../dependencies.ts'
import { noSuchTenant } from '../http/authorize.ts'
import { idOfRequest } from '../http/id-of-request.ts'
import { found } from '../http/replies.ts'

/**
 * Sends an event again: new deliveries of the same event, under the id it has always had.
 * @throws ProblemError `not_found`, `invalid_request` for an endpoint that is not there, `conflict` for a disabled one
 */
export async function replayEvent(
  { database, queue, turns }: Pick<Dependencies, 'database' | 'queue' | 'turns'>,
  { tenant, id }: { tenant: TenantId; id: EventId },
  { endpointIds }: Replay,
  request: FastifyRequest,
): Promise<Delivery[]> {
  const event = found(await findEvent(database, tenant, id), 'event')
  const targets =
    endpointIds === undefined
      ? await subscribedTo({ database, turns }, tenant, event)
      : await named(database, tenant, endpointIds)
  const deliveries = await addDeliveries(database, {
    tenantId: tenant,
    eventId: id,
    createdAt: request.idempotencySeededAt ?? new Date(),
    deliveries: await turns.run(tenant, naming(targets, request)),
  })
  // It went at this very moment.
  if (deliveries.length < targets.length) throw noSuchTenant(tenant)
  enqueueDeliveries({ queue, log: request.log }, { id, tenantId: tenant, deliveries })
  return deliveries
}

const IDS_OF_PIECE = 50

/** Each with the id of its delivery, made in pieces: there may be twenty thousand. */
function* naming(
  targets: readonly EndpointId[],
  request: FastifyRequest,
): Generator<undefined, { id: DeliveryId; endpointId: EndpointId }[]> {
  const deliveries: { id: DeliveryId; endpointId: EndpointId }[] = []
  for (const endpointId of targets) {
    if (deliveries.length % IDS_OF_PIECE === 0) yield
    deliveries.push({ id: idOfRequest('delivery', endpointId, request), endpointId })
  }
  return deliveries
}

async function subscribedTo(
  { database, turns }: Pick<Dependencies, 'database' | 'turns'>,
  tenant: TenantId,
  { id, type }: EventSummary,
): Promise<EndpointId[]> {
  const data = found(await readEventData(database, id), 'event')
  const subscriptions = await findSubscriptions(database, tenant)
  const finding = findingMatches(subscriptions, { type, data })
  const matching = await turns.run(
    tenant,
    turns.holding(tenant, hasFilter(subscriptions) ? data.length : 0, finding),
  )
  return matching.map(({ endpointId }) => endpointId)
}

async function named(
  database: Dependencies['database'],
  tenant: TenantId,
  ids: EndpointId[],
): Promise<EndpointId[]> {
  const targets = await findReplayTargets(database, tenant, ids)
  const unknown = ids.flatMap((id, index) =>
    targets.has(id) ? [] : [{ path: `endpointIds.${index}`, message: `there is no endpoint ${id}` }],
  )
  if (unknown.length > 0) throw invalidFields(unknown)
  const disabled = ids.filter((id) => targets.get(id)?.enabled === false)
  if (disabled.length > 0) {
    throw new ProblemError(
      'conflict',
      `Disabled: ${disabled.join(', ')}. Enable what is to get the event first.`,
    )
  }
  return ids
}
