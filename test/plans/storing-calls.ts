import { randomUUID } from 'node:crypto'
import { newId } from '@posthorn/contracts'
import {
  addDeliveries,
  addDeliveriesOfEvents,
  createEventBatcher,
  createStoreInbound,
  createStoreReprocessed,
  createStoreSeveral,
  createStoreSeveralReprocessed,
  findKeptEvents,
  findPublished,
  readDataOfEvents,
  storeEventBatch,
  storeRejectedRequest,
} from '@posthorn/database'
import { call, prepared } from './calls.ts'
import type { World } from './world.ts'

const several = <Item>(count: number, make: () => Item) => Array.from({ length: count }, make)
const inboundCall = (world: World, dedupeKeys: string[]) => ({
  request: world.newRequest(),
  tenantId: world.tenantId,
  dedupeKeys,
  dedupeWindowSeconds: 86_400,
  rulesVersion: undefined,
})
const severalCall = (world: World, keys: readonly string[]) => ({
  ...inboundCall(world, []),
  dedupeKeys: keys.map((key) => [key]),
})
const composeIn = (world: World) => async (positions: readonly number[]) =>
  positions.map(() => world.newEvent({ sourceId: world.sourceId }))
const lastKey = ({ query, sourceId }: World) =>
  query<{ key: string }>(
    'SELECT key FROM dedupe_keys WHERE source_id = $1 ORDER BY expires_at DESC LIMIT 1',
    [sourceId],
  )
const lastExternalId = ({ query, tenantId }: World) =>
  query<{ externalId: string }>(
    'SELECT external_id AS "externalId" FROM external_ids WHERE tenant_id = $1 ORDER BY external_id DESC LIMIT 1',
    [tenantId],
  )

/** Calls that store new data. */
export const STORING = [
  call('storing events', 60, (world) => {
    const store = createEventBatcher(world.database)
    return Promise.all(several(20, () => store(world.newEvent({ externalId: randomUUID() }))))
  }),
  prepared('storing events with duplicate ids', 20, async (world) => {
    const [taken] = await lastExternalId(world)
    const store = createEventBatcher(world.database)
    return () => Promise.all(several(20, () => store(world.newEvent(taken))))
  }),
  prepared('storing a batch', 60, async (world) => {
    const [taken] = await lastExternalId(world)
    const events = [world.newEvent(taken), ...several(19, () => world.newEvent({ externalId: randomUUID() }))]
    return () =>
      storeEventBatch(world.database, { tenantId: world.tenantId, events, otherExternalIds: ['own-1'] })
  }),
  prepared('finding published events', 20, async (world) => {
    const ids = await world.someEvents(10)
    const externalIds = (await lastExternalId(world)).map(({ externalId }) => externalId)
    return () => findPublished(world.database, world.tenantId, { ids, externalIds })
  }),
  call('storing requests of a provider', 60, (world) => {
    const store = createStoreInbound(world.database)
    const one = () => store(inboundCall(world, [randomUUID(), randomUUID()]), () => world.newEvent())
    return Promise.all(several(20, one))
  }),
  prepared('storing duplicate requests', 20, async (world) => {
    const keys = (await lastKey(world)).map(({ key }) => key)
    const store = createStoreInbound(world.database)
    return () => Promise.all(several(20, () => store(inboundCall(world, keys), () => world.newEvent())))
  }),
  prepared('storing a request with several events', 60, async (world) => {
    const taken = (await lastKey(world)).map(({ key }) => key)
    const store = createStoreSeveral(world.database)
    const keys = [...taken, ...several(20, () => randomUUID())]
    return () => store(severalCall(world, keys), composeIn(world))
  }),
  prepared('storing a duplicate request with several events', 20, async (world) => {
    const taken = (await lastKey(world)).map(({ key }) => key)
    const store = createStoreSeveral(world.database)
    return () => store(severalCall(world, taken), composeIn(world))
  }),
  call('storing a request with several events that is processed again', 60, (world) => {
    const store = createStoreSeveralReprocessed(world.database)
    const keys = several(20, () => randomUUID())
    return store(severalCall(world, keys), composeIn(world))
  }),
  call('storing a rejected request', 1, (world) =>
    storeRejectedRequest(world.database, world.newRequest(), {
      cause: 'missing_header',
      detail: 'A header that the signature needs is missing.',
      sealed: Buffer.alloc(100),
      isWhole: false,
    }),
  ),
  call('storing a request that is processed again', 1, (world) => {
    const store = createStoreReprocessed(world.database)
    return store(inboundCall(world, [randomUUID()]), () => world.newEvent())
  }),
  prepared('storing a request that is processed again as a duplicate', 1, async (world) => {
    const keys = (await lastKey(world)).map(({ key }) => key)
    const store = createStoreReprocessed(world.database)
    return () => store(inboundCall(world, keys), () => world.newEvent())
  }),
  prepared('replaying an event', 2, async ({ database, tenantId, endpointId, someEvents }) => {
    const [eventId] = await someEvents(1)
    if (eventId === undefined) throw new Error('found no event')
    const deliveries = several(2, () => ({ id: newId('delivery'), endpointId }))
    return () => addDeliveries(database, { tenantId, eventId, createdAt: new Date(), deliveries })
  }),
  prepared('replaying several events', 40, async ({ database, tenantId, endpointId, someEvents }) => {
    const ids = await someEvents(20)
    return async () => {
      const events = await findKeptEvents(database, tenantId, ids)
      const read: Uint8Array[] = []
      for await (const { data } of readDataOfEvents(database, events)) read.push(data)
      const deliveries = ids.map((eventId) => ({ id: newId('delivery'), eventId, endpointId }))
      await addDeliveriesOfEvents(database, { tenantId, createdAt: new Date(), deliveries })
    }
  }),
]
