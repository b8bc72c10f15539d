import { once } from 'node:events'
import { newId, TenantId } from '@posthorn/contracts'
import { createDatabase } from '@posthorn/database'
import { afterAll, expect, it } from 'vitest'
import type { SignedDelivery } from './claim-for-listener.ts'
import { type Claims, RelayConnection } from './relay-connection.ts'
import { streamDeliveries } from './stream-deliveries.ts'

const LEASE_MS = 60_000
const READY = { connectionId: newId('relayConnection'), waiting: 0, waitingSince: null }

/** Nothing listens there: what is released, its lease gives back. */
const database = createDatabase({
  url: 'postgresql://127.0.0.1:1/posthorn',
  poolMax: 1,
  statementMsMax: 1_000,
  applicationName: 'posthorn-test',
  onError: () => {},
})
afterAll(() => database.close())

/** A delivery whose lease has so much left. */
function deliveryFor(leftMs: number) {
  const claim = {
    deliveryId: newId('delivery'),
    attemptNumber: 1,
    eventId: newId('event'),
    eventType: 'order.paid',
    leaseMs: LEASE_MS,
  }
  const delivery = {
    claim,
    headers: {},
    body: Buffer.from('{}'),
    expiresAt: new Date(),
    untilMs: performance.now() + leftMs,
    isReleased: false,
    release() {
      delivery.isReleased = true
    },
  }
  return delivery as unknown as SignedDelivery & { isReleased: boolean }
}

/** A connection that gets one delivery, and then ends. */
function connectionWith(delivery: SignedDelivery): RelayConnection<SignedDelivery> {
  const claims: Claims<SignedDelivery>[] = [{ deliveries: [delivery], hasMore: true }]
  const listener = {
    tenantId: TenantId.parse('acme'),
    endpointId: newId('endpoint'),
    connectionId: READY.connectionId,
  }
  const connection = new RelayConnection<SignedDelivery>(listener, async () => {
    const next = claims.shift()
    if (next === undefined) connection.end('ended')
    return next ?? { deliveries: [], hasMore: false }
  })
  return connection
}

async function textOf(delivery: SignedDelivery): Promise<string> {
  let text = ''
  for await (const part of streamDeliveries(database, connectionWith(delivery), READY)) text += part
  return text
}

it('a delivery is sent within its lease, and not after it', async () => {
  const [intime, late] = [deliveryFor(LEASE_MS), deliveryFor(-1)]
  expect(await textOf(intime)).toContain('event: delivery')
  expect(await textOf(late)).not.toContain('event: delivery')
  expect(late.isReleased).toBe(true)
})

it('a listener that does not read has as long as the lease, counted from the claim', async () => {
  const delivery = deliveryFor(500)
  const connection = connectionWith(delivery)
  const ended = once(connection.ended, 'abort')
  for await (const part of streamDeliveries(database, connection, READY))
    if (part.startsWith('event: delivery')) await ended
  expect(connection.state).toBe('ended')
})
