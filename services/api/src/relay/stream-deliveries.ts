import type { RelayReady } from '@posthorn/contracts'
import { type Database, releaseClaim } from '@posthorn/database'
import type { SignedDelivery } from './claim-for-listener.ts'
import { deliveryText } from './delivery-text.ts'
import type { RelayConnection } from './relay-connection.ts'

const COMMENT = ': still here\n\n'
const COMMENT_MS = 15_000

/**
 * What a listener gets, as server-sent events. It claims only what the listener has read.
 * @param ready the first event
 */
export async function* streamDeliveries(
  database: Database,
  connection: RelayConnection<SignedDelivery>,
  ready: RelayReady,
): AsyncGenerator<string> {
  // At once, so that proxies pass the headers on.
  yield COMMENT
  yield eventText('ready', ready)
  while (connection.state === 'open') {
    const deliveries = await connection.next(COMMENT_MS)
    if (deliveries.length === 0 && connection.state === 'open') yield COMMENT
    yield* sendAll(database, connection, deliveries)
  }
  if (connection.state === 'superseded') yield eventText('superseded', {})
}

/**
 * Ends the connection of a listener that does not read. Releases what was not sent when it has gone meanwhile, or the leases have
 * expired.
 */
async function* sendAll(
  database: Database,
  connection: RelayConnection<SignedDelivery>,
  deliveries: readonly SignedDelivery[],
): AsyncGenerator<string> {
  let sent = 0
  try {
    for (const delivery of deliveries) {
      if (connection.state !== 'open' || isTooLate(delivery)) return
      sent += 1
      noteSentTo(connection, delivery)
      // Its result would be too late.
      const timer = setTimeout(() => connection.end('ended'), delivery.untilMs - performance.now())
      try {
        yield 'event: delivery\ndata: '
        yield* deliveryText(delivery)
        yield '\n\n'
      } finally {
        clearTimeout(timer)
      }
      delivery.release()
    }
  } finally {
    for (const delivery of deliveries) delivery.release()
    await releaseUnsent(database, deliveries.slice(sent))
  }
}

/** From now on a result may come. */
function noteSentTo(connection: RelayConnection<SignedDelivery>, { claim, untilMs }: SignedDelivery): void {
  connection.outstanding.sent(claim.deliveryId, { nowMs: performance.now(), untilMs })
}

/** Whether its lease has expired: others may have claimed it. */
export function isTooLate({ untilMs }: SignedDelivery): boolean {
  return performance.now() >= untilMs
}

/** Gives deliveries back at once. Without it their leases expire. */
export async function releaseUnsent(
  database: Database,
  deliveries: readonly SignedDelivery[],
): Promise<void> {
  for (const { claim } of deliveries) await releaseClaim(database, claim, 0).catch(() => {})
}

function eventText(name: string, data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
}
