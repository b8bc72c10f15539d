import type { Attempt, Delivery, Page } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import { startReceiver } from '../../../harness/receiver.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const RECOVERY_MS = 50_000

describe('an attempt whose claim was lost, as when a standby takes over', () => {
  const posthorn = sharedPosthorn()

  /** Publishes events, deletes their claims once all of their requests have arrived, and only then replies. */
  const deliverWithoutClaims = async (status: number, deliveries: number) => {
    const held = Promise.withResolvers<void>()
    const receiver = await startReceiver((_request, index) =>
      index < deliveries ? { status, after: held.promise } : { status: 200 },
    )
    const tenant = await posthorn.createTenant()
    const { id: endpointId } = await tenant.endpoint({
      url: receiver.url,
      retrySchedule: [1],
      timeoutSeconds: 30,
    })
    const events = Array.from({ length: deliveries }, () => ({ type: 'order.paid', data: {} }))
    await posthorn.api.post(`${tenant.path}/events/batch`, { events })
    await receiver.waitFor(deliveries)
    const lost = await posthorn.database.query('DELETE FROM leases WHERE endpoint_id = $1 RETURNING 1', [
      endpointId,
    ])
    expect(lost).toHaveLength(deliveries)
    held.resolve()
    return { tenant, receiver }
  }

  const attemptsOf = async (path: string, { id }: Delivery) => {
    const { body } = await posthorn.api.get<Page<Attempt>>(`${path}/deliveries/${id}/attempts`)
    return body.data.map(({ number, statusCode }) => ({ number, statusCode }))
  }

  it.each([1, 12])('is recorded with its success: %i at once', async (deliveries) => {
    const { tenant, receiver } = await deliverWithoutClaims(200, deliveries)

    for (const delivery of await tenant.settled(deliveries)) {
      expect(delivery).toMatchObject({ status: 'succeeded', attemptCount: 1 })
      expect(await attemptsOf(tenant.path, delivery)).toEqual([{ number: 1, statusCode: 200 }])
    }
    expect(receiver.received).toHaveLength(deliveries)
    await receiver.close()
  })

  it('is recorded with its failure and its number: the next attempt has the next number', async () => {
    const { tenant, receiver } = await deliverWithoutClaims(500, 3)
    await waitUntil('the attempts to be recorded', async () => {
      const { body } = await posthorn.api.get<Page<Delivery>>(`${tenant.path}/deliveries`)
      return body.data.every(({ attemptCount }) => attemptCount === 1)
    })
    // Without the claim the delivery is due as before, when its reminder is.
    await posthorn.database.query('UPDATE deliveries SET remind_at = now() WHERE tenant_id = $1', [tenant.id])

    for (const delivery of await tenant.settled(3, RECOVERY_MS)) {
      expect(delivery).toMatchObject({ status: 'succeeded', attemptCount: 2 })
      expect(await attemptsOf(tenant.path, delivery)).toEqual([
        { number: 2, statusCode: 200 },
        { number: 1, statusCode: 500 },
      ])
    }
    await receiver.close()
  })
})
