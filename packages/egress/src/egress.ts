import { ConnectionPool } from './connection/connection-pool.ts'
import { createConnector } from './connection/create-connector.ts'
import { dependencyErrorOf } from './dependency-error.ts'
import { BlockedDestinationError, DeadlineError, EgressClosedError } from './egress-errors.ts'
import type { EgressOptions } from './egress-options.ts'
import { errorCodeOf, errorDetailOf } from './error-code-of.ts'
import { type AttemptDependencies, attempt } from './exchange/attempt.ts'
import { AttemptClock } from './exchange/attempt-clock.ts'
import { requestTargetOf } from './exchange/request-target.ts'
import { networkFaultOf } from './network-fault-of.ts'
import type { Measured, SendRequest, SendResult } from './send-result.ts'

export interface Egress {
  /**
   * Sends one request. Does not follow redirects, does not decompress, and does not throw for failures of the receiver.
   *
   * @throws the reason of `request.signal`, EgressClosedError after `close`, EgressUnavailableError for a dependency error,
   *   or what `request.headers` throws; nothing else
   */
  send(request: SendRequest): Promise<SendResult>
  /** Waits for requests in flight until the deadline (default 5,000 ms), then aborts them and closes every socket. */
  close(deadlineMs?: number): Promise<void>
}

const IDLE_CONNECTIONS_MAX = 1_024

/** Well below the 15 s by which a claim exceeds the endpoint's timeout; the worker needs the rest. */
const WAIT_MS_MAX = 8_000

/** Limits how long a busy connection stays at a receiver's old address: a new connection looks the name up. */
const REQUESTS_PER_CONNECTION_MAX = 1_000

/**
 * Makes all outgoing requests. Every connection passes the SSRF guard.
 *
 * @throws Error for an invalid range, proxy URL or certificate
 */
export function createEgress(options: EgressOptions): Egress {
  const connector = createConnector(options)
  const keepAliveMs = options.keepAliveMs ?? 15_000
  const connections = new ConnectionPool(options.idleConnectionsMax ?? IDLE_CONNECTIONS_MAX)
  const connectionOptions = {
    allowH2: false,
    pipelining: 1,
    keepAliveTimeout: keepAliveMs,
    keepAliveMaxTimeout: keepAliveMs,
    maxRequestsPerClient: REQUESTS_PER_CONNECTION_MAX,
    maxHeaderSize: options.responseHeaderBytesMax ?? 16 * 1024,
    // The attempt's deadline covers both. These are idle timers, which a receiver can keep resetting with single bytes.
    headersTimeout: 0,
    bodyTimeout: 0,
  }
  const waitMsMax = options.waitMsMax ?? WAIT_MS_MAX
  const inFlight = new Map<AttemptClock, Promise<unknown>>()
  let closed: Promise<void> | undefined

  async function send(request: SendRequest): Promise<SendResult> {
    request.signal?.throwIfAborted()
    if (closed !== undefined) throw new EgressClosedError('egress is closed')
    const clock = new AttemptClock({
      timeoutMs: request.timeoutMs,
      waitMsMax: Math.min(waitMsMax, request.waitMsMax ?? waitMsMax),
    })
    const result = sendOnce({ connector, connections, connectionOptions }, request, clock)
    inFlight.set(clock, result)
    return result.finally(() => inFlight.delete(clock))
  }

  async function closeAll(deadlineMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const deadline = new Promise((resolve) => {
      timer = setTimeout(resolve, deadlineMs)
    })
    await Promise.race([Promise.allSettled(inFlight.values()), deadline])
    clearTimeout(timer)
    const reason = new EgressClosedError('egress was closed before the response')
    for (const clock of inFlight.keys()) clock.end(reason)
    connector.close()
    await connections.destroy()
  }

  return {
    send,
    close: (deadlineMs = 5_000) => {
      closed ??= closeAll(deadlineMs)
      return closed
    },
  }
}

async function sendOnce(
  dependencies: AttemptDependencies,
  request: SendRequest,
  clock: AttemptClock,
): Promise<SendResult> {
  const end = () => clock.end(request.signal?.reason)
  request.signal?.addEventListener('abort', end, { once: true })
  const own: { error?: unknown } = {}
  const headers = () => {
    try {
      return typeof request.headers === 'function' ? request.headers() : request.headers
    } catch (error) {
      own.error = error
      throw error
    }
  }
  try {
    const target = requestTargetOf(request.url)
    if (target === undefined) throw new BlockedDestinationError('not an http or https URL')
    const outcome = await attempt(dependencies, target, { ...request, headers }, clock)
    if (outcome.kind === 'failed') throw outcome.error
    return { ...outcome, ...measured(clock) }
  } catch (error) {
    const { aborted, reason } = clock.signal
    // The attempt was ended from here, which may have closed the connection first.
    if (aborted && !(reason instanceof DeadlineError)) throw reason
    if (own.error !== undefined) throw own.error
    const dependencyError = dependencyErrorOf(error)
    if (dependencyError === undefined) return failureOf(error, clock)
    if (dependencyError.resource === 'sockets') dependencies.connections.closeIdle()
    throw dependencyError
  } finally {
    clock.stop()
    request.signal?.removeEventListener('abort', end)
  }
}

function failureOf(error: unknown, clock: AttemptClock): SendResult {
  const { stage } = clock.progress
  return {
    kind: 'error',
    errorCode: errorCodeOf(error),
    stage,
    fault: networkFaultOf(error),
    detail: errorDetailOf(error),
    ...measured(clock),
  }
}

function measured({ durationMs, progress: { phases, address } }: AttemptClock): Measured {
  return { durationMs, phases, address }
}
