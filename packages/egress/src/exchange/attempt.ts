import { Connection, type ConnectionOptions } from '../connection/connection.ts'
import type { ConnectionPool } from '../connection/connection-pool.ts'
import type { GuardedConnector } from '../connection/guarded-connector.ts'
import type { SendRequest } from '../send-result.ts'
import type { AttemptClock } from './attempt-clock.ts'
import type { ExchangeOutcome } from './exchange.ts'
import { outgoingHeaders } from './request-headers.ts'
import type { RequestTarget } from './request-target.ts'

/** Error codes of a connection that the receiver closed before its response. */
const CLOSED_BY_OTHER_SIDE = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'])

export interface AttemptDependencies {
  connector: Pick<GuardedConnector, 'open'>
  connections: ConnectionPool
  connectionOptions: ConnectionOptions
}

export interface AttemptRequest
  extends Pick<SendRequest, 'method' | 'body' | 'responseBytesMax' | 'tenantId'> {
  /** Called each time the request is written. */
  headers: () => Record<string, string>
}

/**
 * Sends a request under one clock.
 *
 * A receiver may close a pooled connection just when it is reused. The request is then sent once more, on a new connection
 * (other pooled connections may be stale too), within the same deadline. The receiver may have processed the first request,
 * so this can deliver twice, with the same message id; at-least-once delivery allows that. Otherwise tenants would see
 * errors, delays and used-up attempts that their healthy receiver did not cause.
 *
 * @returns the response or the failure, also if that is the reason of the clock's signal
 */
export async function attempt(
  dependencies: AttemptDependencies,
  target: RequestTarget,
  request: AttemptRequest,
  clock: AttemptClock,
): Promise<ExchangeOutcome> {
  const { connector, connections, connectionOptions } = dependencies
  const exchangeOn = (connection: Connection) => exchange(connections, connection, { target, request, clock })

  const pooled = connections.take(target.origin)
  if (pooled !== undefined) {
    clock.run()
    const outcome = await exchangeOn(pooled)
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
  const { signal, progress } = clock
  const headers = headersFor(connections, connection, request)
  const { method = 'POST', body = null, responseBytesMax } = request
  progress.address = connection.address
  const begun = connection.begin(
    { origin, path, method, headers, body },
    { onRequest: () => progress.enter('reply'), onFirstByte: () => progress.leave(), responseBytesMax },
  )
  const abort = () => begun.abort(signal.reason)
  if (signal.aborted) abort()
  else signal.addEventListener('abort', abort, { once: true })
  void begun.released.then(() => connections.release(connection))
  const outcome = await begun.outcome
  signal.removeEventListener('abort', abort)
  return outcome
}

/** @throws the error of the caller's function; the connection is released */
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
