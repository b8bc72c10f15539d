import {
  DeliveryQuery,
  type DeliveryStatus,
  EventQuery,
  PageQuery,
  WAITING_COUNTED_MAX,
} from '@posthorn/contracts'
import {
  countOpenCircuits,
  countPending,
  findDelivery,
  findEvent,
  findOverdue,
  findSubscriptions,
  listAttempts,
  listBacklogOfEndpoints,
  listDeliveries,
  listDeliveriesOfEvent,
  listEvents,
  listRequests,
  listWaitingOfTenants,
  readCounts,
  readEventData,
} from '@posthorn/database'
import { type Call, call, prepared } from './calls.ts'
import { endpointOf, TENANTS } from './fill.ts'

const PAGE = 50
const HOUR_MS = 3_600_000
const ago = (hours: number) => new Date(Date.now() - hours * HOUR_MS).toISOString()
const from = ago(24 * 7)
const to = ago(24)

const STATUSES: DeliveryStatus[] = ['pending', 'succeeded', 'failed', 'cancelled']
const DELIVERY_FILTERS = [
  {},
  ...STATUSES.map((status) => ({ status })),
  ...STATUSES.map((status) => ({ status, from, to })),
  ...STATUSES.map((status) => ({ status, endpointId: endpointOf(TENANTS) })),
  { endpointId: endpointOf(0) },
  { endpointId: endpointOf(TENANTS), from, to },
  { eventType: 'type.10' },
  { eventType: 'none.such' },
  { eventType: 'type.10', from, to },
  { from, to },
  { finishedFrom: from },
  { finishedFrom: from, finishedTo: to },
  ...STATUSES.map((status) => ({ status, finishedFrom: from })),
  ...STATUSES.map((status) => ({
    status,
    endpointId: endpointOf(TENANTS),
    finishedFrom: from,
    finishedTo: to,
  })),
  { endpointId: endpointOf(TENANTS), finishedTo: to },
  { eventType: 'type.10', finishedFrom: from },
]
const EVENT_FILTERS = [
  {},
  { type: 'type.10' },
  { type: 'none.such' },
  { type: 'type.10', from, to },
  { from, to },
  { externalId: 'own-0' },
  { externalId: 'none-such' },
  { internal: 'true' },
]

const listOfDeliveries = DELIVERY_FILTERS.map((filter) =>
  call(`listing deliveries by ${named(filter)}`, PAGE, ({ database, tenantId }) =>
    listDeliveries(database, tenantId, DeliveryQuery.parse(filter)),
  ),
)
const listOfEvents = EVENT_FILTERS.map((filter) =>
  call(`listing events by ${named(filter)}`, PAGE, ({ database, tenantId }) =>
    listEvents(database, tenantId, EventQuery.parse(filter)),
  ),
)

function named(filter: object): string {
  return (
    Object.entries(filter)
      .map(([name, value]) => `${name}=${value}`)
      .join(', ') || 'nothing'
  )
}

/** Calls that read lists and objects. */
export const LISTING: Call[] = [
  ...listOfDeliveries,
  ...listOfEvents,
  call('listing events by source', PAGE, ({ database, tenantId, sourceId }) =>
    listEvents(database, tenantId, { ...EventQuery.parse({}), sourceId }),
  ),
  call('the second page', PAGE, async ({ database, tenantId }) => {
    const { nextCursor } = await listDeliveries(database, tenantId, DeliveryQuery.parse({}))
    await listDeliveries(database, tenantId, DeliveryQuery.parse({ cursor: nextCursor ?? undefined }))
  }),
  prepared(
    'an event with its deliveries and their attempts',
    PAGE,
    async ({ database, tenantId, someEvents }) => {
      const [eventId] = await someEvents(1)
      if (eventId === undefined) throw new Error('found no event')
      return async () => {
        await findEvent(database, tenantId, eventId)
        await readEventData(database, eventId)
        const { data } = await listDeliveriesOfEvent(database, eventId, PageQuery.parse({}))
        for (const { id } of data) {
          await findDelivery(database, tenantId, id)
          await listAttempts(database, id, PageQuery.parse({}))
        }
      }
    },
  ),
  call('listing requests', PAGE, ({ database, sourceId }) =>
    listRequests(database, sourceId, PageQuery.parse({})),
  ),
  call('the endpoints that match an event', 100, ({ database, tenantId }) =>
    findSubscriptions(database, tenantId),
  ),
  call('finding overdue deliveries', 10_000, ({ database }) =>
    findOverdue(database, { statementMsMax: 15_000 }),
  ),
  call('counting open circuits', 10_000, ({ database }) =>
    countOpenCircuits(database, { statementMsMax: 15_000 }),
  ),
  call('explaining what waits, for each endpoint', PAGE * WAITING_COUNTED_MAX, ({ database, tenantId }) =>
    listBacklogOfEndpoints(database, tenantId, PageQuery.parse({})),
  ),
  call('counting what waits, for each tenant', TENANTS * WAITING_COUNTED_MAX, ({ database }) =>
    listWaitingOfTenants(database, PageQuery.parse({})),
  ),
  call('counting pending deliveries', 10_000, ({ database, endpointId }) =>
    countPending(database, endpointId),
  ),
  call('statistics of an endpoint', 1000, ({ database, tenantId, endpointId }) =>
    readCounts(database, tenantId, {
      endpointId,
      from: new Date(ago(24)),
      to: new Date(),
      partSeconds: 3600,
    }),
  ),
  call('statistics of a tenant, by the minute', 10_000, ({ database, tenantId }) =>
    readCounts(database, tenantId, { from: new Date(ago(1)), to: new Date(), partSeconds: 60 }),
  ),
]
