import { setTimeout as sleep } from 'node:timers/promises'
import type { DeliveryId, EndpointId, TenantId } from '@posthorn/contracts'
import { openDeliveryQueue } from '@posthorn/queue'
import type { World } from '../world.ts'
import type { Fault } from './fault.ts'

const ROUNDS = 15
const PAUSE_MS = 200
/** The newest deliveries, whose first job a worker is just taking. */
const DELIVERIES = 20
/** Attempt numbers that no delivery reaches, so that these jobs have ids of their own. */
const NUMBERS = [1001, 1002]

/** Queues several jobs for the same delivery, so that two workers take them at the same time. */
export const doubleJobs: Fault = {
  name: 'new deliveries queued twice more',
  // Without the stores there is no queue to add the jobs to.
  breaks: ['postgres', 'redis'],
  mayDuplicate: false,
  inject: ({ world }) => addJobs(world),
}

async function addJobs({ postgres, redis }: World): Promise<void> {
  const queue = await openDeliveryQueue({ redisUrl: redis?.url, databaseUrl: postgres.url }, () => {})
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const pending = await postgres.query<{
        deliveryId: DeliveryId
        tenantId: TenantId
        endpointId: EndpointId
      }>(
        `SELECT id AS "deliveryId", tenant_id AS "tenantId", endpoint_id AS "endpointId" FROM deliveries WHERE status = 'pending' ORDER BY id DESC LIMIT $1`,
        [DELIVERIES],
      )
      const reminders = NUMBERS.flatMap((number) =>
        pending.map((delivery) => ({ ...delivery, attemptNumber: number + NUMBERS.length * round })),
      )
      await queue.add(reminders)
      await sleep(PAUSE_MS)
    }
  } finally {
    await queue.close()
  }
}
