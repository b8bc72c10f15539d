import type { IncomingHttpHeaders } from 'node:http'
import { BlockedDestinationError, EgressUnavailableError, UnreachableByProxyError } from '../egress-errors.ts'

/** The part of a proxy's response to CONNECT that classifies a failure. */
export interface ConnectResponse {
  statusCode: number
  headers: IncomingHttpHeaders
}

const REASON_LENGTH_MAX = 200

/**
 * Why a proxy opened no tunnel; `undefined` if it did.
 *
 * - Refused by the proxy's policy: 403 (Squid, Envoy), and Smokescreen's 407 with `X-Smokescreen-Error`, which does not ask
 *   for credentials.
 * - Destination unreachable: 502 and 504 (Smokescreen), also 503 (Squid, Envoy).
 * - Proxy unavailable, everything else: credentials (401, 407), overload (429, or any status with `Retry-After`, such as
 *   Smokescreen's 503 "overloaded"), an error of the proxy (500), a server that is not a proxy (3xx, 404, 405).
 *
 * Outpost (`proxytransport.go`) treats 401, 403 and 407 as failures of the proxy and all others as failures of the
 * destination. Here an overloaded or failing proxy uses up no attempts, and a 403 is not retried forever.
 */
export function refusalOf(response: ConnectResponse): Error | undefined {
  const { statusCode, headers } = response
  if (statusCode >= 200 && statusCode <= 299) return undefined
  const message = messageOf(response)
  if (statusCode === 403 || (statusCode === 407 && headers['x-smokescreen-error'] !== undefined))
    return new BlockedDestinationError(message)
  if (headers['retry-after'] !== undefined) return new EgressUnavailableError('proxy', message)
  if (statusCode === 502 || statusCode === 503)
    return new UnreachableByProxyError('connection_failed', message)
  if (statusCode === 504) return new UnreachableByProxyError('timeout', message)
  return new EgressUnavailableError('proxy', message)
}

function messageOf({ statusCode, headers }: ConnectResponse): string {
  const reason = headers['x-smokescreen-error']?.toString().slice(0, REASON_LENGTH_MAX)
  const status = `the egress proxy answered ${statusCode}`
  return reason === undefined ? status : `${status}: ${reason}`
}
