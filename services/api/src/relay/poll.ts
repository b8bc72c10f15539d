import { setImmediate as nextTurn } from 'node:timers/promises'
import type { RelayPoll, RelayPolled, RelayReady } from '@posthorn/contracts'
import { readBacklog, resumeConnection } from '@posthorn/database'
import type { SignedDelivery } from './claim-for-listener.ts'
import { connect } from './connect.ts'
import { deliveryText } from './delivery-text.ts'
import { connectionOf, type RelayDependencies, type RelayRequest } from './open-stream.ts'
import { noteSentTo, releaseUnsent } from './stream-deliveries.ts'

/** Proxies end silent requests after 30 seconds and more. */
const WAIT_MS_MAX = 25_000

/**
 * Waits for what a listener gets next.
 * @returns the reply as text: it may have many megabytes
 * @throws ProblemError as `openStream`
 */
export async function poll(
  dependencies: RelayDependencies,
  { isStillAllowed, gone, ...relay }: RelayRequest,
  body: RelayPoll,
): Promise<string> {
  const { connections, database } = dependencies
  connections.assertFree(relay.tenantId)
  const { connectionId, superseded } = await resumeOrConnect(dependencies, relay, body)
  if (superseded) return pollText({ connectionId, waiting: 0, waitingSince: null, superseded }, [])
  const connection = connectionOf(dependencies, { ...relay, connectionId })
  connections.add(connection, isStillAllowed)
  const end = () => connection.end('ended')
  gone.addEventListener('abort', end, { once: true })
  try {
    const deliveries = gone.aborted ? [] : await connection.next(WAIT_MS_MAX)
    if (gone.aborted) await releaseUnsent(database, deliveries)
    for (const delivery of deliveries) noteSentTo(connection, delivery)
    const { waiting, waitingSince } = await readBacklog(database, relay.endpointId)
    const since = waitingSince?.toISOString() ?? null
    const isSuperseded = connection.state === 'superseded'
    return await pollText(
      { connectionId, waiting, waitingSince: since, superseded: isSuperseded },
      deliveries,
    )
  } finally {
    gone.removeEventListener('abort', end)
    connections.remove(connection, { endsRow: false })
  }
}

async function resumeOrConnect(
  dependencies: RelayDependencies,
  relay: Pick<RelayRequest, 'tenantId' | 'endpointId'>,
  { connectionId, ...listener }: RelayPoll,
): Promise<Pick<RelayReady, 'connectionId'> & { superseded: boolean }> {
  if (connectionId !== undefined) {
    const state = await resumeConnection(dependencies.database, { ...relay, connectionId })
    if (state !== 'ended') return { connectionId, superseded: state === 'superseded' }
  }
  const ready = await connect(dependencies, { ...relay, ...listener })
  return { connectionId: ready.connectionId, superseded: false }
}

async function pollText(
  fields: Omit<RelayPolled, 'deliveries'>,
  deliveries: readonly SignedDelivery[],
): Promise<string> {
  const texts: string[] = []
  for (const delivery of deliveries) {
    texts.push([...deliveryText(delivery)].join(''))
    delivery.release()
    await nextTurn()
  }
  return `${JSON.stringify(fields).slice(0, -1)},"deliveries":[${texts.join()}]}`
}
