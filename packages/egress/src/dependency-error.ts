import { isIPv6 } from 'node:net'
import { EgressUnavailableError, NameResolutionError } from './egress-errors.ts'
import { codeOf } from './error-code-of.ts'

/** Exhausted resources of this process or machine: descriptors, buffers, memory, local ports. */
const SHORTAGES = new Set(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM', 'EADDRNOTAVAIL'])

/** No configured name server is reachable; c-ares also reports it when it cannot open a socket. */
const NO_NAME_SERVER = 'ECONNREFUSED'

/** The failure as a dependency error, if it is one. Decides by classes and codes, including causes and aggregated errors. */
export function dependencyErrorOf(error: unknown): EgressUnavailableError | undefined {
  if (error instanceof EgressUnavailableError) return error
  if (lacksNameServer(error))
    return new EgressUnavailableError('resolver', 'no name server is reachable', { cause: error })
  if (isShortage(error)) return new EgressUnavailableError('sockets', 'no sockets left', { cause: error })
  return undefined
}

function lacksNameServer(error: unknown): boolean {
  return error instanceof NameResolutionError && codeOf(error.cause) === NO_NAME_SERVER
}

function isShortage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = codeOf(error)
  if (code !== undefined && SHORTAGES.has(code)) return !lacksIPv6(error, code)
  // If one address could not be dialled without a socket, the result for the receiver is unknown.
  if (error instanceof AggregateError && error.errors.some(isShortage)) return true
  return isShortage(error.cause)
}

/**
 * On a machine without IPv6, dialling any IPv6 address fails with EADDRNOTAVAIL. This counts as an unreachable network:
 * otherwise deliveries to a receiver with only IPv6 addresses would be retried forever.
 */
function lacksIPv6(error: Error, code: string): boolean {
  return code === 'EADDRNOTAVAIL' && 'address' in error && isIPv6(String(error.address))
}
