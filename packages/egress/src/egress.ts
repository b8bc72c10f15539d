import { attempt } from './attempt.ts'
import { createConnector } from './create-connector.ts'
import {
  BlockedDestinationError,
  DeadlineError,
  EgressClosedError,
  EgressUnavailableError,
} from './egress-errors.ts'
import type { EgressOptions } from './egress-options.ts'
import { errorCodeOf, errorDetailOf } from './error-code-of.ts'
import type { GuardedConnector } from './guarded-connector.ts'
import { OriginPools } from './origin-pools.ts'
import { ownTroubleOf } from './own-trouble.ts'
import { requestTargetOf } from './request-target.ts'
import type { SendRequest, SendResult } from './send-result.ts'

export interface Egress {
  /**
   * One POST: redirects are not followed, nothing is inflated, nothing is thrown for what the other side does.
   *
   * @throws the reason of `request.signal`, EgressClosedError after `close`, or EgressUnavailableError when the request could not be made
   *   for a fault of ours; nothing else
   */
  send(request: SendRequest): Promise<SendResult>
  /** Lets what is being sent finish until the deadline (default 5,000 ms), then cuts it off, and closes every socket. */
  close(deadlineMs?: number): Promise<void>
}

const IDLE_ORIGINS_MAX = 256

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
  const pools = new OriginPools({
    client: {
      connect: connector.connect,
      allowH2: false,
      pipelining: 1,
      keepAliveTimeout: keepAliveMs,
      keepAliveMaxTimeout: keepAliveMs,
      maxRequestsPerClient: REQUESTS_PER_CONNECTION_MAX,
      maxHeaderSize: options.responseHeaderBytesMax ?? 16 * 1024,
      // The deadline of the attempt covers both. These two are idle timers, which a byte now and then keeps alive.
      headersTimeout: 0,
      bodyTimeout: 0,
    },
    connectionsPerOrigin: options.connectionsPerOrigin ?? 64,
    idleOriginsMax: IDLE_ORIGINS_MAX,
  })
  const closing = new AbortController()
  const sending = new Set<Promise<unknown>>()
  let closed: Promise<void> | undefined

  async function send(request: SendRequest): Promise<SendResult> {
    request.signal?.throwIfAborted()
    if (closed !== undefined) throw new EgressClosedError('egress is closed')
    const result = sendOnce({ connector, pools, closing: closing.signal }, request)
    sending.add(result)
    return result.finally(() => sending.delete(result))
  }

  async function closeAll(deadlineMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const deadline = new Promise((resolve) => {
      timer = setTimeout(resolve, deadlineMs)
    })
    await Promise.race([Promise.allSettled(sending), deadline])
    clearTimeout(timer)
    closing.abort(new EgressClosedError('egress was closed before the response'))
    connector.close()
    await pools.destroy()
  }

  return {
    send,
    close: (deadlineMs = 5_000) => {
      closed ??= closeAll(deadlineMs)
      return closed
    },
  }
}

interface Sender {
  connector: GuardedConnector
  pools: OriginPools
  closing: AbortSignal
}

async function sendOnce({ connector, pools, closing }: Sender, request: SendRequest): Promise<SendResult> {
  const startedAtMs = performance.now()
  const durationMs = () => Math.round(performance.now() - startedAtMs)
  const failed = (error: Error): SendResult => {
    return {
      kind: 'error',
      errorCode: errorCodeOf(error),
      detail: errorDetailOf(error),
      durationMs: durationMs(),
    }
  }

  const target = requestTargetOf(request.url)
  if (target === undefined) return failed(new BlockedDestinationError('not an http or https URL'))

  const stops = request.signal === undefined ? [closing] : [request.signal, closing]
  const outcome = await attempt(pools, target, request, stops)
  if (outcome.kind === 'response') return { ...outcome, durationMs: durationMs() }

  for (const signal of stops) signal.throwIfAborted()
  const trouble = ownTroubleOf(outcome.error)
  if (trouble !== undefined) throw trouble
  if (
    !outcome.sent &&
    outcome.error instanceof DeadlineError &&
    connector.isProxyToBlame(target.origin, startedAtMs)
  )
    throw new EgressUnavailableError('waiting for the egress proxy', { cause: outcome.error })
  return failed(outcome.error)
}
