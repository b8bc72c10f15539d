import { isIPv6 } from 'node:net'
import { EgressUnavailableError, NameResolutionError } from './egress-errors.ts'
import { codeOf } from './error-code-of.ts'

/** What this process, or this machine, has run out of: descriptors, buffers, memory, local ports. */
const SHORTAGES = new Set(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM', 'EADDRNOTAVAIL'])

/** Not one of the configured name servers could be asked; also c-ares' word for having no socket to ask with. */
const NO_NAME_SERVER = 'ECONNREFUSED'

/** The failure as one that says nothing about the receiver, if it is one: told by classes and codes, causes and parts included. */
export function localFaultOf(error: unknown): EgressUnavailableError | undefined {
  if (error instanceof EgressUnavailableError) return error
  if (lacksNameServer(error))
    return new EgressUnavailableError('resolver', 'no name server can be asked', { cause: error })
  if (isShortage(error))
    return new EgressUnavailableError('sockets', 'out of the means to connect', { cause: error })
  return undefined
}

function lacksNameServer(error: unknown): boolean {
  return error instanceof NameResolutionError && codeOf(error.cause) === NO_NAME_SERVER
}

function isShortage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = codeOf(error)
  if (code !== undefined && SHORTAGES.has(code)) return !lacksIPv6(error, code)
  // One address that could not be dialled for want of a socket: nobody knows what it would have answered.
  if (error instanceof AggregateError && error.errors.some(isShortage)) return true
  return isShortage(error.cause)
}

/**
 * On a machine without IPv6, dialling any IPv6 address is EADDRNOTAVAIL, for ever. That is like an unreachable network: the attempt
 * counts, or a receiver with such an address only would be tried without end.
 */
function lacksIPv6(error: Error, code: string): boolean {
  return code === 'EADDRNOTAVAIL' && 'address' in error && isIPv6(String(error.address))
}
