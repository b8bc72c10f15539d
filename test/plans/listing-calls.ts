import {
  AttemptQuery,
  DeliveryQuery,
  type DeliveryStatus,
  EventQuery,
  FailureQuery,
  newId,
  PageQuery,
  RejectionQuery,
  type RequestId,
  RequestQuery,
  timeOfId,
  WAITING_COUNTED_MAX,
} from '@posthorn/contracts'
import {
  countOpenCircuits,
  countPending,
  findDelivery,
  findDeliveryOfAttempt,
  findEvent,
  findEventIdsByName,
  findOverdue,
  findOwnedIds,
  findRepliesByKey,
  findRequest,
  findSubscriptions,
  listAttempts,
  listAttemptsOfDelivery,
  listDeliveries,
  listDeliveriesOfEvent,
  listEvents,
  listFailures,
  listMatchCandidates,
  listPendingOfEndpoints,
  listPendingOfTenants,
  listRejections,
  listRequests,
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
/** A pending one has not finished: that needs no statement. */
const FINISHED = STATUSES.filter((status) => status !== 'pending')
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
  ...FINISHED.map((status) => ({ status, finishedFrom: from })),
  ...FINISHED.map((status) => ({
    status,
    endpointId: endpointOf(TENANTS),
    finishedFrom: from,
    finishedTo: to,
  })),
  { endpointId: endpointOf(TENANTS), finishedTo: to },
  { eventType: 'type.10', finishedFrom: from },
]
/** Filters by the last attempt, and combinations. A page reads a bounded number of rows, whatever it finds. */
const RESULT_FILTERS = [
  { statusCode: '503' },
  { statusCode: '5xx' },
  { statusCode: '4xx,5xx,none' },
  { statusCode: '418' },
  { statusCode: '200' },
  { statusCode: '204' },
  { errorCode: 'timeout' },
  { errorCode: 'tls_failure' },
  { trigger: 'manual' },
  { trigger: 'test,recover' },
  { trigger: 'schedule' },
  { statusCode: '5xx', from, to },
  { statusCode: '5xx', endpointId: endpointOf(TENANTS) },
  { errorCode: 'timeout', status: 'pending' },
  { status: 'failed,cancelled', eventType: 'type.10' },
  { status: 'succeeded', eventType: 'none.such', endpointId: `${endpointOf(0)},${endpointOf(TENANTS)}` },
  { statusCode: '5xx,none', finishedFrom: from },
  { errorCode: 'tls_failure', finishedFrom: from, finishedTo: to },
  { trigger: 'manual', finishedFrom: from, status: 'succeeded,failed' },
]
const RESULT_ROWS = 200
const ATTEMPT_FILTERS = [
  {},
  { from, to },
  { statusCode: '5xx,none' },
  { statusCode: '200' },
  { statusCode: '204' },
  { errorCode: 'timeout', from },
  { trigger: 'manual' },
  { endpointId: endpointOf(TENANTS) },
  { status: 'failed', eventType: 'type.10' },
]
const EVENT_FILTERS = [
  {},
  { type: 'type.10' },
  { type: 'none.such' },
  { type: 'type.*' },
  { type: 'none.*' },
  { type: 'type.10', from, to },
  { from, to },
  { externalId: 'own-0' },
  { externalId: 'none-such' },
  { internal: 'true' },
]

const REQUEST_FILTERS = [
  {},
  { from, to },
  { outcome: 'rejected' },
  { outcome: 'duplicate', from, to },
  { cause: 'signature_mismatch' },
  { cause: 'timestamp_too_old' },
  { outcome: 'rejected', cause: 'signature_mismatch', from, to },
]

const listOfDeliveries = DELIVERY_FILTERS.map((filter) =>
  call(`listing deliveries by ${named(filter)}`, PAGE, ({ database, tenantId }) =>
    listDeliveries(database, tenantId, DeliveryQuery.parse(filter)),
  ),
)
const listOfResults = RESULT_FILTERS.map((filter) =>
  call(`listing deliveries by ${named(filter)}`, RESULT_ROWS, ({ database, tenantId }) =>
    listDeliveries(database, tenantId, DeliveryQuery.parse(filter)),
  ),
)
const listOfAttempts = ATTEMPT_FILTERS.map((filter) =>
  call(`listing attempts by ${named(filter)}`, RESULT_ROWS, ({ database, tenantId }) =>
    listAttempts(database, tenantId, AttemptQuery.parse(filter)),
  ),
)
const listOfEvents = EVENT_FILTERS.map((filter) =>
  call(`listing events by ${named(filter)}`, PAGE, ({ database, tenantId }) =>
    listEvents(database, tenantId, EventQuery.parse(filter)),
  ),
)

const listOfRequests = REQUEST_FILTERS.map((filter) =>
  call(`listing requests by ${named(filter)}`, PAGE, ({ database, sourceId }) =>
    listRequests(database, sourceId, RequestQuery.parse(filter)),
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
  ...listOfResults,
  ...listOfAttempts,
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
          await listAttemptsOfDelivery(database, id, PageQuery.parse({}))
        }
      }
    },
  ),
  call('listing rejections', 3 * PAGE, ({ database, tenantId }) =>
    listRejections(database, tenantId, RejectionQuery.parse({})),
  ),
  call('listing failures', 1000, ({ database, tenantId }) =>
    listFailures(database, tenantId, FailureQuery.parse({})),
  ),
  prepared('the matches of an event', 2 * PAGE, async ({ database, tenantId, someEvents }) => {
    const [id] = await someEvents(1)
    if (id === undefined) throw new Error('found no event')
    return () =>
      listMatchCandidates(
        database,
        { tenantId, id, createdAt: timeOfId(id) },
        PageQuery.parse({}),
        async (rows) => rows,
      )
  }),
  prepared(
    'searching by any name',
    2 * PAGE,
    async ({ database, tenantId, sourceId, endpointId, someEvents, query }) => {
      const events = await someEvents(20)
      const rows = await query<{ traceId: string }>(
        'SELECT trace_id AS "traceId" FROM events WHERE id = $1',
        [events[0]],
      )
      const deliveries = await query<{ id: string }>(
        'SELECT id FROM deliveries WHERE tenant_id = $1 LIMIT 20',
        [tenantId],
      )
      const requests = await query<{ id: string }>('SELECT id FROM requests WHERE source_id = $1 LIMIT 20', [
        sourceId,
      ])
      const attempts = await query<{ id: string }>(
        'SELECT id FROM attempts WHERE tenant_id = $1 ORDER BY tenant_id, id DESC LIMIT 1',
        [tenantId],
      )
      const idsOf = (found: readonly { id: string }[]) => found.map(({ id }) => id)
      return async () => {
        for (const name of ['own-0', 'none-such', rows[0]?.traceId ?? ''])
          await findEventIdsByName(database, tenantId, { name, limit: 20 })
        await findDeliveryOfAttempt(database, tenantId, attempts[0]?.id ?? '')
        await findRepliesByKey(database, tenantId, { key: 'key-1', limit: 3, bytesMax: 1000 })
        await findOwnedIds(database, tenantId, { kind: 'event', ids: events })
        await findOwnedIds(database, tenantId, { kind: 'delivery', ids: idsOf(deliveries) })
        await findOwnedIds(database, tenantId, { kind: 'request', ids: idsOf(requests) })
        await findOwnedIds(database, tenantId, { kind: 'endpoint', ids: [endpointId] })
      }
    },
  ),
  ...listOfRequests,
  // The fill has none: each page reads as many others as it may.
  call('listing requests by outcome=accepted', 100, ({ database, sourceId }) =>
    listRequests(database, sourceId, RequestQuery.parse({ outcome: 'accepted' })),
  ),
  prepared('a rejected request', 1, async ({ database, query, tenantId, sourceId }) => {
    const [last] = await query<{ id: RequestId }>(
      'SELECT id FROM requests WHERE source_id = $1 ORDER BY id DESC LIMIT 1',
      [sourceId],
    )
    return async () => findRequest(database, tenantId, last?.id ?? newId('request'))
  }),
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
    listPendingOfEndpoints(database, tenantId, PageQuery.parse({})),
  ),
  call('counting what waits, for each tenant', TENANTS * WAITING_COUNTED_MAX, ({ database }) =>
    listPendingOfTenants(database, PageQuery.parse({})),
  ),
  call('counting pending deliveries', 10_000, ({ database, endpointId }) =>
    countPending(database, endpointId),
  ),
  call('statistics of an endpoint', 1000, ({ database, tenantId, endpointId }) =>
    readCounts(database, tenantId, {
      endpointId,
      from: new Date(ago(24)),
      to: new Date(),
      bucketSeconds: 3600,
    }),
  ),
  call('statistics of a tenant, by the minute', 10_000, ({ database, tenantId }) =>
    readCounts(database, tenantId, { from: new Date(ago(1)), to: new Date(), bucketSeconds: 60 }),
  ),
]
