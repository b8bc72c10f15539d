import type { Dispatcher } from 'undici'
import { DeadlineError } from './egress-errors.ts'
import type { ExchangeOutcome } from './exchange.ts'
import { Exchange } from './exchange.ts'
import type { Begin, OriginPools } from './origin-pools.ts'
import { outgoingHeaders } from './request-headers.ts'
import type { RequestTarget } from './request-target.ts'
import type { SendRequest } from './send-result.ts'

/** What a broken connection, closed by the other side before its response, is reported as. */
const CLOSED_BY_OTHER_SIDE = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'])

/**
 * Sends a request under one deadline.
 *
 * A kept connection may be closed by the receiver in the moment it is used again. Then the request is sent once more, on a connection of
 * its own (the pool's others may be just as stale), within the same deadline. The receiver may have acted before it closed, so this can
 * deliver twice: at-least-once allows that, and the message's id is the same. The other choice, reporting a failure, would show tenants
 * errors, delays and used-up attempts that their healthy receiver did not cause.
 *
 * @param stops for shutdown: the first to abort ends the attempt, its reason is then the outcome's error
 */
export async function attempt(
  pools: OriginPools,
  target: RequestTarget,
  request: Omit<SendRequest, 'url' | 'signal'>,
  stops: readonly AbortSignal[],
): Promise<ExchangeOutcome> {
  const stopped = new AbortController()
  const begin: Begin = (dispatcher) => {
    const exchange = new Exchange()
    stopped.signal.addEventListener('abort', () => exchange.cut(stopped.signal.reason))
    dispatcher.dispatch(dispatchOptions(target, request), exchange)
    return exchange
  }

  const { timeoutMs } = request
  const timer = setTimeout(
    () => stopped.abort(new DeadlineError(`no response within ${timeoutMs} ms`)),
    timeoutMs,
  )
  const stop = (event: Event) => stopped.abort((event.target as AbortSignal).reason)
  for (const signal of stops) signal.addEventListener('abort', stop)
  try {
    const outcome = await pools.onKept(target.origin, begin, stopped.signal)
    if (!wasClosedBeforeUse(outcome) || stopped.signal.aborted) return outcome
    return await pools.onFresh(target.origin, begin)
  } catch (error) {
    if (error !== stopped.signal.reason) throw error
    return { kind: 'failed', error: stopped.signal.reason, sent: false, onStaleConnection: false }
  } finally {
    clearTimeout(timer)
    for (const signal of stops) signal.removeEventListener('abort', stop)
  }
}

function wasClosedBeforeUse(outcome: ExchangeOutcome): boolean {
  if (outcome.kind !== 'failed' || !outcome.onStaleConnection || !('code' in outcome.error)) return false
  return typeof outcome.error.code === 'string' && CLOSED_BY_OTHER_SIDE.has(outcome.error.code)
}

function dispatchOptions(
  { origin, path }: RequestTarget,
  { headers, body }: Pick<SendRequest, 'headers' | 'body'>,
): Dispatcher.DispatchOptions {
  return { origin, path, method: 'POST', headers: outgoingHeaders(headers), body }
}
