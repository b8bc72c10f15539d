import { createSecureContext, getCACertificates } from 'node:tls'
import { parseAllowCidrs } from './allow-list.ts'
import { attempt } from './attempt.ts'
import { BlockedDestinationError, EgressClosedError } from './egress-errors.ts'
import { errorCodeOf, errorDetailOf } from './error-code-of.ts'
import { GuardedConnector } from './guarded-connector.ts'
import { NameLookup, type Resolve } from './name-lookup.ts'
import { OriginPools } from './origin-pools.ts'
import { requestTargetOf } from './request-target.ts'
import type { SendRequest, SendResult } from './send-result.ts'
import { createSystemResolver } from './system-resolver.ts'

export interface EgressOptions {
  /** `EGRESS_ALLOW_CIDRS`: ranges that may be reached although they are not public. */
  allowCidrs: readonly string[]
  /** TCP and TLS together. Default 5,000. */
  connectTimeoutMs?: number
  /** One name, all its answers. Default 5,000. */
  dnsTimeoutMs?: number
  /** How long a name's addresses are used again. Default 5,000. */
  dnsCacheMs?: number
  /** All header fields of a response together. Default 16 KiB. */
  responseHeaderBytesMax?: number
  /** Default 64. Further requests to the origin wait, on their own deadline. */
  connectionsPerOrigin?: number
  /** How long an idle connection is kept; a receiver's `Keep-Alive: timeout=` can only shorten it. Default 15,000. */
  keepAliveMs?: number
  /** `ca`: PEM certificates trusted besides the system's, for private installations. */
  tls?: { ca?: string }
  /** Where names come from. Default: hosts file, then DNS. */
  resolve?: Resolve
}

export interface Egress {
  /**
   * One POST: redirects are not followed, nothing is inflated, nothing is thrown for what the other side does.
   *
   * @throws the reason of `request.signal`, or EgressClosedError after `close`; nothing else
   */
  send(request: SendRequest): Promise<SendResult>
  /** Lets what is being sent finish until the deadline (default 5,000 ms), then cuts it off, and closes every socket. */
  close(deadlineMs?: number): Promise<void>
}

const LOOKUPS_AT_ONCE_MAX = 256
const IDLE_ORIGINS_MAX = 256

/**
 * The only place that makes outgoing requests. Every connection goes through one guard.
 *
 * @throws Error when a range or a certificate cannot be read
 */
export function createEgress(options: EgressOptions): Egress {
  const connector = new GuardedConnector({
    allow: parseAllowCidrs(options.allowCidrs),
    names: new NameLookup({
      resolve: options.resolve ?? createSystemResolver(),
      timeoutMs: options.dnsTimeoutMs ?? 5_000,
      concurrencyMax: LOOKUPS_AT_ONCE_MAX,
      cacheMs: options.dnsCacheMs ?? 5_000,
    }),
    connectTimeoutMs: options.connectTimeoutMs ?? 5_000,
    secureContext: secureContextWith(options.tls?.ca),
  })
  const keepAliveMs = options.keepAliveMs ?? 15_000
  const pools = new OriginPools({
    client: {
      connect: connector.connect,
      allowH2: false,
      pipelining: 1,
      keepAliveTimeout: keepAliveMs,
      keepAliveMaxTimeout: keepAliveMs,
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
    const result = sendOnce(pools, request, closing.signal)
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

async function sendOnce(pools: OriginPools, request: SendRequest, closing: AbortSignal): Promise<SendResult> {
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
  return failed(outcome.error)
}

/** TLS 1.2 or newer. `ca` alone would replace the known authorities, so they are named again. */
function secureContextWith(ca: string | undefined) {
  const minVersion = 'TLSv1.2'
  return createSecureContext(
    ca === undefined ? { minVersion } : { minVersion, ca: [...getCACertificates('default'), ca] },
  )
}
