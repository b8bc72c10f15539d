import { type EventId, ProblemError, type TenantId } from '@posthorn/contracts'
import {
  addDeliveriesOfEvents,
  findKeptEvents,
  findSubscriptions,
  type KeptEvent,
  readDataOfEvents,
} from '@posthorn/database'
import { enqueueDeliveries, findMatchesInSlices, hasFilter } from '@posthorn/events'
import { traceOf } from '@posthorn/runtime'
import type { FastifyRequest } from 'fastify'
import type { Dependencies } from '../dependencies.ts'
import { idOfCreated } from '../http/id-of-created.ts'
import { assertContent } from './assert-content.ts'

/** As of a batch, so that they are stored in less time than the caller waits. */
const DELIVERIES_MAX = 100_000
const NO_DATA = new Uint8Array()

type NewDeliveries = Parameters<typeof addDeliveriesOfEvents>[1]['deliveries'][number][]

/**
 * Creates new deliveries of several events, for the endpoints that are subscribed now. Leaves out events without their content.
 * @throws ProblemError `content_removed` when none has its content, `conflict` when they would make too many deliveries
 */
export async function replayEvents(
  dependencies: Pick<Dependencies, 'database' | 'queue' | 'live' | 'turns'>,
  { tenant, ids }: { tenant: TenantId; ids: readonly EventId[] },
  request: FastifyRequest,
): Promise<void> {
  const { database, queue, live } = dependencies
  const events = await findKeptEvents(database, tenant, ids)
  if (events.length === 0) assertContent(undefined)
  const deliveries = await deliveriesOf(dependencies, { tenant, events }, request)
  const createdAt = request.idempotencySeededAt ?? new Date()
  await addDeliveriesOfEvents(database, { tenantId: tenant, createdAt, deliveries })
  const byEvent = Map.groupBy(deliveries, ({ eventId }) => eventId)
  enqueueDeliveries(
    { queue, live, log: request.log, trace: traceOf(request) },
    ...[...byEvent].map(([id, ofEvent]) => ({ id, tenantId: tenant, deliveries: ofEvent })),
  )
}

async function deliveriesOf(
  { database, turns }: Pick<Dependencies, 'database' | 'turns'>,
  { tenant, events }: { tenant: TenantId; events: readonly KeptEvent[] },
  request: FastifyRequest,
): Promise<NewDeliveries> {
  const subscriptions = await findSubscriptions(database, tenant)
  const filters = hasFilter(subscriptions)
  const deliveries: NewDeliveries = []
  const contents = filters ? readDataOfEvents(database, events) : withoutData(events)
  for await (const { event, data } of contents) {
    const finding = findMatchesInSlices(subscriptions, { type: event.type, data })
    const matching = await turns.run(tenant, turns.withMemory(tenant, data.length, finding))
    if (deliveries.length + matching.length > DELIVERIES_MAX) throw tooManyDeliveries()
    for (const { endpointId } of matching) {
      const id = idOfCreated('delivery', `${event.id}/${endpointId}`, request)
      deliveries.push({ id, eventId: event.id, endpointId })
    }
    await turns.next(tenant)
  }
  return deliveries
}

/** Without a filter, the data decide nothing. */
function* withoutData(events: readonly KeptEvent[]): Generator<{ event: KeptEvent; data: Uint8Array }> {
  for (const event of events) yield { event, data: NO_DATA }
}

function tooManyDeliveries(): ProblemError {
  const detail = `The events of the request would make more than ${DELIVERIES_MAX} deliveries at once. Replay its events one by one.`
  return new ProblemError('conflict', detail)
}
