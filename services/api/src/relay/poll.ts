import { setImmediate as nextTurn } from 'node:timers/promises'
import { ProblemError, type RelayPoll, type RelayPolled, type RelayReady } from '@posthorn/contracts'
import { readBacklog, resumeConnection } from '@posthorn/database'
import { withSlot } from '@posthorn/runtime'
import type { SignedDelivery } from './claim-for-listener.ts'
import { connect } from './connect.ts'
import { deliveryText } from './delivery-text.ts'
import { connectionOf, type RelayDependencies, type RelayRequest } from './open-stream.ts'
import type { RelayConnection } from './relay-connection.ts'
import { isTooLate, releaseUnsent } from './stream-deliveries.ts'

/** Proxies end silent requests after 30 seconds and more. */
const WAIT_MS_MAX = 25_000

/** The reply to a poll. */
export interface PollReply {
  /** It may have many megabytes. */
  text: string
  /** When its listener must have read it: the end of the longest lease, by `performance.now()`. Undefined without deliveries. */
  untilMs: number | undefined
}

/**
 * Waits for what a listener gets next.
 * @param onConnected called before it waits: until then it uses the database
 * @throws ProblemError as `openStream`
 */
export async function poll(
  dependencies: RelayDependencies,
  { isStillAllowed, gone, ...relay }: RelayRequest,
  body: RelayPoll,
  onConnected: () => void,
): Promise<PollReply> {
  const { connections } = dependencies
  connections.enter(relay.tenantId, gone)
  const { connectionId, superseded } = await resumeOrConnect(dependencies, relay, body)
  onConnected()
  if (superseded) {
    const text = await pollText({ connectionId, waiting: 0, waitingSince: null, superseded }, [])
    return { text, untilMs: undefined }
  }
  const connection = connectionOf(dependencies, { ...relay, connectionId })
  connections.add(connection, isStillAllowed)
  const end = () => connection.end('ended')
  gone.addEventListener('abort', end, { once: true })
  if (gone.aborted) end()
  try {
    return await nextReply(dependencies, connection, gone)
  } finally {
    gone.removeEventListener('abort', end)
    connections.remove(connection, { endsRow: false })
  }
}

/** Gives the deliveries back when the reply fails, or when its client has gone. Otherwise their memory is held until it was read. */
async function nextReply(
  { database, statements }: RelayDependencies,
  connection: RelayConnection<SignedDelivery>,
  gone: AbortSignal,
): Promise<PollReply> {
  const { connectionId, tenantId, endpointId } = connection.listener
  const deliveries = await connection.next(WAIT_MS_MAX)
  const release = () => {
    for (const delivery of deliveries) delivery.release()
  }
  gone.addEventListener('abort', release, { once: true })
  try {
    const { waiting, waitingSince } = await withSlot(statements, tenantId, () =>
      readBacklog(database, endpointId),
    )
    const since = waitingSince?.toISOString() ?? null
    const superseded = connection.state === 'superseded'
    const text = await pollText({ connectionId, waiting, waitingSince: since, superseded }, deliveries)
    if (gone.aborted) throw new ProblemError('unavailable', 'The client has gone.')
    if (deliveries.some(isTooLate))
      throw new ProblemError(
        'unavailable',
        'The leases of the deliveries expired before the reply. Repeat the request.',
      )
    const untilMs = deliveries.length > 0 ? Math.max(...deliveries.map((each) => each.untilMs)) : undefined
    return { text, untilMs }
  } catch (error) {
    release()
    await releaseUnsent(database, deliveries)
    throw error
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

/** In turns: a body may have 25 MiB, and encoding it at once would block the event loop. */
async function pollText(
  fields: Omit<RelayPolled, 'deliveries'>,
  deliveries: readonly SignedDelivery[],
): Promise<string> {
  const parts = [`${JSON.stringify(fields).slice(0, -1)},"deliveries":[`]
  for (const [index, delivery] of deliveries.entries()) {
    if (index > 0) parts.push(',')
    for (const part of deliveryText(delivery)) {
      parts.push(part)
      await nextTurn()
    }
  }
  return `${parts.join('')}]}`
}
