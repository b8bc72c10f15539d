import { createConnector } from './connection/create-connector.ts'
import { KeptConnections } from './connection/kept-connections.ts'
import { BlockedDestinationError, DeadlineError, EgressClosedError } from './egress-errors.ts'
import type { EgressOptions } from './egress-options.ts'
import { errorCodeOf, errorDetailOf } from './error-code-of.ts'
import { type AttemptDependencies, attempt } from './exchange/attempt.ts'
import { AttemptClock } from './exchange/attempt-clock.ts'
import { requestTargetOf } from './exchange/request-target.ts'
import { localFaultOf } from './local-fault.ts'
import type { SendRequest, SendResult } from './send-result.ts'

export interface Egress {
  /**
   * One POST: redirects are not followed, nothing is inflated, nothing is thrown for what the other side does.
   *
   * @throws the reason of `request.signal`, EgressClosedError after `close`, EgressUnavailableError when the request could not be made
   *   for a fault of ours, or what `request.headers` throws; nothing else
   */
  send(request: SendRequest): Promise<SendResult>
  /** Lets what is being sent finish until the deadline (default 5,000 ms), then cuts it off, and closes every socket. */
  close(deadlineMs?: number): Promise<void>
}

const IDLE_CONNECTIONS_MAX = 1_024

/** Well below the 15 s that a claim lasts beyond the endpoint's timeout, of which the worker needs some for its own work. */
const WAIT_MS_MAX = 8_000

/** Then a connection is made anew, and its name looked up: a busy one would stay at a receiver's old address for ever. */
const REQUESTS_PER_CONNECTION_MAX = 1_000

/**
 * The only place that makes outgoing requests. Every connection goes through one guard.
 *
 * @throws Error when a range, the proxy's URL or a certificate cannot be read
 */
export function createEgress(options: EgressOptions): Egress {
  const connector = createConnector(options)
  const keepAliveMs = options.keepAliveMs ?? 15_000
  const connections = new KeptConnections(options.idleConnectionsMax ?? IDLE_CONNECTIONS_MAX)
  const connectionOptions = {
    allowH2: false,
    pipelining: 1,
    keepAliveTimeout: keepAliveMs,
    keepAliveMaxTimeout: keepAliveMs,
    maxRequestsPerClient: REQUESTS_PER_CONNECTION_MAX,
    maxHeaderSize: options.responseHeaderBytesMax ?? 16 * 1024,
    // The deadline of the attempt covers both. These two are idle timers, which a byte now and then keeps alive.
    headersTimeout: 0,
    bodyTimeout: 0,
  }
  const waitMsMax = options.waitMsMax ?? WAIT_MS_MAX
  const sending = new Map<AttemptClock, Promise<unknown>>()
  let closed: Promise<void> | undefined

  async function send(request: SendRequest): Promise<SendResult> {
    request.signal?.throwIfAborted()
    if (closed !== undefined) throw new EgressClosedError('egress is closed')
    const clock = new AttemptClock({
      timeoutMs: request.timeoutMs,
      waitMsMax: Math.min(waitMsMax, request.waitMsMax ?? waitMsMax),
    })
    const result = sendOnce({ connector, connections, connectionOptions }, request, clock)
    sending.set(clock, result)
    return result.finally(() => sending.delete(clock))
  }

  async function closeAll(deadlineMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const deadline = new Promise((resolve) => {
      timer = setTimeout(resolve, deadlineMs)
    })
    await Promise.race([Promise.allSettled(sending.values()), deadline])
    clearTimeout(timer)
    const reason = new EgressClosedError('egress was closed before the response')
    for (const clock of sending.keys()) clock.end(reason)
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
    return { ...outcome, durationMs: clock.durationMs }
  } catch (error) {
    const { aborted, reason } = clock.signal
    // Whatever came first: the connection's end, which was ours, or the end of the attempt.
    if (aborted && !(reason instanceof DeadlineError)) throw reason
    if (own.error !== undefined) throw own.error
    const trouble = localFaultOf(error)
    if (trouble === undefined) return failureOf(error, clock)
    if (trouble.resource === 'sockets') dependencies.connections.closeIdle()
    throw trouble
  } finally {
    clock.stop()
    request.signal?.removeEventListener('abort', end)
  }
}

function failureOf(error: unknown, { durationMs }: AttemptClock): SendResult {
  return { kind: 'error', errorCode: errorCodeOf(error), detail: errorDetailOf(error), durationMs }
}
