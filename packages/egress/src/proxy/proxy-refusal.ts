import type { IncomingHttpHeaders } from 'node:http'
import { BlockedDestinationError, EgressUnavailableError, UnreachableByProxyError } from '../egress-errors.ts'

/** What a proxy answered to a CONNECT, as far as it tells whose fault it is. */
export interface ConnectAnswer {
  statusCode: number
  headers: IncomingHttpHeaders
}

const REASON_LENGTH_MAX = 200

/**
 * Whose fault it is that a proxy opened no tunnel. `undefined`: it did.
 *
 * - Its policy: 403 (Squid, Envoy), and Smokescreen's 407, which has `X-Smokescreen-Error` and asks for no credentials.
 * - The destination: 502, 503 and 504. Smokescreen answers 502 and 504, Squid and Envoy also 503, when they cannot reach it.
 * - Ours, everything else: credentials (401, 407), too much at once (429, or whatever has `Retry-After`: Smokescreen's "overloaded" is a
 *   503 with it), a fault of the proxy (500), a server that is no proxy (3xx, 404, 405).
 *
 * Outpost (`proxytransport.go`) sees 401, 403 and 407 as the proxy's and all else as the destination's. We differ where a proxy says that
 * it is the one in trouble, because that would use up attempts, and for 403, which would otherwise be tried without end.
 */
export function refusalOf(answer: ConnectAnswer): Error | undefined {
  const { statusCode, headers } = answer
  if (statusCode >= 200 && statusCode <= 299) return undefined
  const said = wordsOf(answer)
  if (statusCode === 403 || (statusCode === 407 && headers['x-smokescreen-error'] !== undefined))
    return new BlockedDestinationError(said)
  if (headers['retry-after'] !== undefined) return new EgressUnavailableError('proxy', said)
  if (statusCode === 502 || statusCode === 503) return new UnreachableByProxyError('connection_failed', said)
  if (statusCode === 504) return new UnreachableByProxyError('timeout', said)
  return new EgressUnavailableError('proxy', said)
}

function wordsOf({ statusCode, headers }: ConnectAnswer): string {
  const reason = headers['x-smokescreen-error']?.toString().slice(0, REASON_LENGTH_MAX)
  const said = `the egress proxy answered ${statusCode}`
  return reason === undefined ? said : `${said}: ${reason}`
}
