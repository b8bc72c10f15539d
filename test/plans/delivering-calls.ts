import { type DeliveryId, EndpointId } from '@posthorn/contracts'
import {
  type ClaimedDelivery,
  cancelDelivery,
  claimDeliveries,
  type NextDeliveryState,
  recordAttempts,
  releaseClaim,
  retryByHand,
  sweepWhenDue,
  takeDueDeliveries,
  updateHealth,
  wakeEndpoint,
} from '@posthorn/database'
import { attemptRecordOf } from '../harness/database/attempt-record.ts'
import { call, prepared } from './calls.ts'
import { endpointOf } from './fill.ts'
import type { World } from './world.ts'

const CLAIMED = 20
const SWEEP = { limit: 100, perTenant: 100, busy: [], busyOverdueSeconds: 5 }

const NEXT: NextDeliveryState[] = [
  { status: 'succeeded' },
  { status: 'pending', delayMs: 1000, failureCount: 1 },
  {
    status: 'failed',
    reason: 'schedule_exhausted',
    disableEndpoint: false,
    failureCount: 2,
    notifyTenant: true,
  },
  { status: 'unchanged', disableEndpoint: false },
]

async function claimDue({ database, dueDeliveries }: World): Promise<ClaimedDelivery[]> {
  const claimed = await claimDeliveries(database, await dueDeliveries(CLAIMED))
  const taken = claimed.flatMap((result) => (result.kind === 'claimed' ? result.delivery : []))
  if (taken.length === 0) throw new Error('nothing could be claimed')
  return taken
}

/** Keeps the endpoints of these deliveries changed while `work` runs. */
async function whileEndpoints(
  { query }: World,
  ids: DeliveryId[],
  change: { to: string; back: string },
  work: () => Promise<unknown>,
): Promise<void> {
  const set = (what: string) =>
    query(
      `UPDATE endpoints SET ${what} WHERE id IN (SELECT endpoint_id FROM deliveries WHERE id = ANY ($1))`,
      [ids],
    )
  await set(change.to)
  await work()
  await set(change.back)
}

/** Calls of a worker for each delivery, and to find deliveries. */
export const DELIVERING = [
  prepared('reminding of deliveries whose jobs are removed', CLAIMED, async ({ database, dueDeliveries }) => {
    const ids = await dueDeliveries(CLAIMED)
    return () => sweepWhenDue(database, ids)
  }),
  prepared('claiming deliveries', CLAIMED, async ({ database, dueDeliveries }) => {
    const ids = await dueDeliveries(CLAIMED)
    return () => claimDeliveries(database, ids)
  }),
  prepared(
    'claiming deliveries of one tenant, waiting for gates',
    CLAIMED,
    async ({ database, dueDeliveries }) => {
      const ids = await dueDeliveries(CLAIMED)
      return () => claimDeliveries(database, ids, { waits: true })
    },
  ),
  prepared('claiming deliveries of a lost worker', CLAIMED, async (world) => {
    const ids = (await claimDue(world)).map(({ deliveryId }) => deliveryId)
    await world.query('UPDATE leases SET expires_at = now() WHERE delivery_id = ANY ($1)', [ids])
    return () => claimDeliveries(world.database, ids)
  }),
  prepared('holding back deliveries of a disabled endpoint', CLAIMED, async (world) => {
    const ids = await world.dueDeliveries(CLAIMED)
    const change = { to: 'enabled = false', back: 'enabled = true' }
    return () => whileEndpoints(world, ids, change, () => claimDeliveries(world.database, ids))
  }),
  prepared('cancelling deliveries of a deleted endpoint', CLAIMED, async (world) => {
    const ids = await world.dueDeliveries(CLAIMED)
    const change = { to: 'deleted_at = now()', back: 'deleted_at = NULL' }
    return () => whileEndpoints(world, ids, change, () => claimDeliveries(world.database, ids))
  }),
  prepared('recording attempts', 3 * CLAIMED, async (world) => {
    const records = (await claimDue(world)).map((claimed, index) =>
      attemptRecordOf(claimed, NEXT[index % NEXT.length]),
    )
    return () => recordAttempts(world.database, records)
  }),
  prepared('recording a success', 3, async (world) => {
    const [claimed] = await claimDue(world)
    if (claimed === undefined) throw new Error('nothing was claimed')
    const record = attemptRecordOf(claimed, { status: 'succeeded' })
    return () => recordAttempts(world.database, [record])
  }),
  prepared('releasing a claim', 1, async (world) => {
    const [claimed] = await claimDue(world)
    return async () => claimed && releaseClaim(world.database, claimed, 15)
  }),
  call('sweeping due deliveries', 100, ({ database }) => takeDueDeliveries(database, SWEEP)),
  call('sweeping due deliveries beside a busy tenant', 100, ({ database, tenantId }) =>
    takeDueDeliveries(database, { ...SWEEP, busy: [tenantId] }, new Date(0)),
  ),
  prepared('waking an endpoint', CLAIMED, async ({ database, query, endpointId }) => {
    await query("UPDATE endpoint_gates SET wake_at = now() - interval '1 h' WHERE endpoint_id = $1", [
      endpointId,
    ])
    return () => wakeEndpoint(database, { limit: CLAIMED })
  }),
  prepared(
    'cancelling the remaining deliveries of a deleted endpoint',
    100,
    async ({ database, query, endpointId }) => {
      const set = (to: string) => query(`UPDATE endpoints SET deleted_at = ${to} WHERE id = $1`, [endpointId])
      await query("UPDATE endpoint_gates SET wake_at = now() - interval '1 h' WHERE endpoint_id = $1", [
        endpointId,
      ])
      await set('now()')
      return async () => {
        await wakeEndpoint(database, { limit: 100 })
        await set('NULL')
      }
    },
  ),
  call('judging health', 10, ({ database }) => {
    const tally = { attempts: 2, failures: 1, exhausted: 0, probeFailed: false }
    const ids = Array.from({ length: 10 }, (_, n) => EndpointId.parse(endpointOf(n)))
    return updateHealth(database, new Map(ids.map((id) => [id, tally])))
  }),
  prepared('requesting a retry by hand', 1, async ({ database, tenantId, dueDeliveries }) => {
    const [id] = await dueDeliveries(1)
    return async () => id && retryByHand(database, tenantId, id)
  }),
  prepared('cancelling by hand', 1, async ({ database, tenantId, dueDeliveries }) => {
    const [id] = await dueDeliveries(1)
    return async () => id && cancelDelivery(database, tenantId, id)
  }),
]
