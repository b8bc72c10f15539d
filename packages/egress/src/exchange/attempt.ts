import { Connection, type ConnectionOptions } from '../connection/connection.ts'
import type { GuardedConnector } from '../connection/guarded-connector.ts'
import type { ConnectionPool } from '../connection/connection-pool.ts'
import type { SendRequest } from '../send-result.ts'
import type { AttemptClock } from './attempt-clock.ts'
import type { ExchangeOutcome } from './exchange.ts'
import { outgoingHeaders } from './request-headers.ts'
import type { RequestTarget } from './request-target.ts'

/** What a broken connection, closed by the other side before its response, is reported as. */
const CLOSED_BY_OTHER_SIDE = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'])

export interface AttemptDependencies {
  connector: Pick<GuardedConnector, 'open'>
  connections: ConnectionPool
  connectionOptions: ConnectionOptions
}

export interface AttemptRequest extends Pick<SendRequest, 'body' | 'tenantId'> {
  /** Asked for each time the request is written. */
  headers: () => Record<string, string>
}

/**
 * Sends a request under one clock.
 *
 * A kept connection may be closed by the receiver in the moment it is used again. Then the request is sent once more, on a new
 * connection (the others that are kept may be just as stale), within the same deadline. The receiver may have acted before it closed, so
 * this can deliver twice: at-least-once allows that, and the message's id is the same. The other choice, reporting a failure, would show
 * tenants errors, delays and used-up attempts that their healthy receiver did not cause.
 *
 * @returns what ended it, also when that is the reason of the clock's signal
 */
export async function attempt(
  dependencies: AttemptDependencies,
  target: RequestTarget,
  request: AttemptRequest,
  clock: AttemptClock,
): Promise<ExchangeOutcome> {
  const { connector, connections, connectionOptions } = dependencies
  const exchangeOn = (connection: Connection) => exchange(connections, connection, { target, request, clock })

  const kept = connections.take(target.origin)
  if (kept !== undefined) {
    clock.run()
    const outcome = await exchangeOn(kept)
    if (!wasClosedBeforeUse(outcome) || clock.signal.aborted) return outcome
  }
  try {
    const socket = await connector.open(target, { tenantId: request.tenantId, clock })
    const connection = new Connection(target.origin, socket, connectionOptions)
    connections.add(connection)
    return await exchangeOn(connection)
  } catch (error) {
    return { kind: 'failed', error: error as Error, onStaleConnection: false }
  }
}

async function exchange(
  connections: ConnectionPool,
  connection: Connection,
  { target, request, clock }: { target: RequestTarget; request: AttemptRequest; clock: AttemptClock },
): Promise<ExchangeOutcome> {
  const { origin, path } = target
  const { signal } = clock
  const headers = headersFor(connections, connection, request)
  const begun = connection.begin({
    origin,
    path,
    method: 'POST',
    headers,
    body: request.body,
  })
  const cut = () => begun.cut(signal.reason)
  if (signal.aborted) cut()
  else signal.addEventListener('abort', cut, { once: true })
  void begun.released.then(() => connections.release(connection))
  const outcome = await begun.outcome
  signal.removeEventListener('abort', cut)
  return outcome
}

/** @throws what the caller does; the connection is free then */
function headersFor(connections: ConnectionPool, connection: Connection, request: AttemptRequest) {
  try {
    return outgoingHeaders(request.headers())
  } catch (error) {
    connections.release(connection)
    throw error
  }
}

function wasClosedBeforeUse(outcome: ExchangeOutcome): boolean {
  if (outcome.kind !== 'failed' || !outcome.onStaleConnection || !('code' in outcome.error)) return false
  return typeof outcome.error.code === 'string' && CLOSED_BY_OTHER_SIDE.has(outcome.error.code)
}
