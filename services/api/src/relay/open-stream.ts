import { Readable } from 'node:stream'
import type { EndpointId, RelayStreamQuery, TenantId } from '@posthorn/contracts'
import type { RelayListener } from '@posthorn/database'
import { type ClaimDependencies, claimForListener, type SignedDelivery } from './claim-for-listener.ts'
import { type ConnectDependencies, connect } from './connect.ts'
import { RelayConnection } from './relay-connection.ts'
import type { RelayConnections } from './relay-connections.ts'
import { streamDeliveries } from './stream-deliveries.ts'

const BUFFER_BYTES = 64 * 1024
/** Time for a listener to read the end of its stream. */
const ENDING_MS = 5_000

export type RelayDependencies = ConnectDependencies & ClaimDependencies & { connections: RelayConnections }

/** A request of a listener. */
export interface RelayRequest {
  tenantId: TenantId
  endpointId: EndpointId
  /** Whether the key or session still has its rights. */
  isStillAllowed: () => Promise<boolean>
  /** Aborts when the client has read the reply, or has gone. */
  gone: AbortSignal
}

/**
 * Opens the stream of a listener.
 * @throws ProblemError `not_found`, `relay_busy`; `overloaded` or `rate_limited` when there are too many
 */
export async function openStream(
  dependencies: RelayDependencies,
  { isStillAllowed, gone, ...relay }: RelayRequest,
  query: RelayStreamQuery,
): Promise<Readable> {
  const { connections, database } = dependencies
  connections.enter(relay.tenantId, gone)
  const ready = await connect(dependencies, { ...relay, ...query })
  const connection = connectionOf(dependencies, { ...relay, connectionId: ready.connectionId })
  connections.add(connection, isStillAllowed)
  const stream = Readable.from(streamDeliveries(database, connection, ready), {
    objectMode: false,
    highWaterMark: BUFFER_BYTES,
  })
  const end = () => connections.remove(connection, { endsRow: true })
  stream.once('close', end)
  // While the listener does not read, its generator sees nothing and keeps the memory of bodies.
  const close = () => setTimeout(() => stream.destroy(), ENDING_MS).unref()
  if (connection.ended.aborted) close()
  else connection.ended.addEventListener('abort', close, { once: true })
  // A stream closes only after its generator, which waits for something to send.
  gone.addEventListener('abort', end, { once: true })
  if (gone.aborted) end()
  return stream
}

/** The connection of a listener to this process. */
export function connectionOf(
  dependencies: RelayDependencies,
  listener: RelayListener,
): RelayConnection<SignedDelivery> {
  return new RelayConnection(listener, () => claimForListener(dependencies, listener))
}
