import { newId, type RelayConnectionId } from '@posthorn/contracts'
import {
  cancelExpiredOfRelays,
  claimRelayed,
  clearExpiredRequestsOfRelays,
  connectListener,
  countWaitingForListeners,
  findIdleRelays,
  findSent,
  keepConnections,
  listRelays,
  noteSent,
} from '@posthorn/database'
import { call, prepared } from './calls.ts'
import type { World } from './world.ts'

const IN_FLIGHT = 25
/** Listing a relay counts what waits for it. */
const COUNTED = 1000

/** Makes the endpoint of the world a relay while `work` runs. Many of its deliveries wait. */
async function whileRelay({ query, endpointId }: World, work: () => Promise<unknown>): Promise<void> {
  await query("UPDATE endpoints SET transport = 'relay' WHERE id = $1", [endpointId])
  await work()
  await query("UPDATE endpoints SET transport = 'http' WHERE id = $1", [endpointId])
}

async function connect(world: World): Promise<RelayConnectionId> {
  const connectionId = newId('relayConnection')
  const { tenantId, endpointId } = world
  await whileRelay(world, () =>
    connectListener(world.database, {
      tenantId,
      endpointId,
      connectionId,
      host: 'laptop',
      pid: 1,
      mode: undefined,
      backlog: 100,
    }),
  )
  return connectionId
}

/** Calls for the listeners of relays. */
export const RELAYING = [
  prepared('connecting a listener', COUNTED, async (world) => () => connect(world)),
  prepared('claiming for a listener', IN_FLIGHT, async (world) => {
    const connectionId = await connect(world)
    await world.dueDeliveries(1)
    const { database, endpointId } = world
    return () => whileRelay(world, () => claimRelayed(database, { connectionId, endpointId }, () => true))
  }),
  prepared('noting what was sent to a listener, and finding it', IN_FLIGHT, async (world) => {
    const connectionId = await connect(world)
    const { database, endpointId } = world
    await world.dueDeliveries(1)
    let deliveries: { deliveryId: ReturnType<typeof newId<'delivery'>>; attemptNumber: number }[] = []
    await whileRelay(world, async () => {
      deliveries = (await claimRelayed(database, { connectionId, endpointId }, () => true)).claimed
    })
    return async () => {
      const sent = deliveries.map((delivery) => ({ ...delivery, sentAt: new Date(), headers: {} }))
      await noteSent(database, sent)
      await findSent(
        database,
        endpointId,
        sent.map(({ deliveryId }) => deliveryId),
      )
    }
  }),
  prepared('the heartbeat of listeners', 1, async (world) => {
    const connectionId = await connect(world)
    return () => keepConnections(world.database, [connectionId])
  }),
  prepared(
    'listing relays',
    COUNTED,
    async (world) => () => whileRelay(world, () => listRelays(world.database, world.tenantId)),
  ),
  prepared(
    'cancelling what has waited too long for a listener',
    COUNTED,
    async (world) => () => whileRelay(world, () => cancelExpiredOfRelays(world.database, 100)),
  ),
  prepared(
    'clearing retries that have waited too long for a listener',
    1,
    async (world) => () => whileRelay(world, () => clearExpiredRequestsOfRelays(world.database, 100)),
  ),
  prepared(
    'counting what waits for listeners',
    COUNTED,
    async (world) => () =>
      whileRelay(world, () => countWaitingForListeners(world.database, { statementMsMax: 10_000 })),
  ),
  call('finding idle relays', 1, ({ database }) => findIdleRelays(database, 100)),
]
