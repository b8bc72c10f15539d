/** The address policy, or the egress proxy's, refused the destination. The message names the address: for operators, never for tenants. */
export class BlockedDestinationError extends Error {
  override readonly name = 'BlockedDestinationError'
  // Not one of undici's own codes: it would dial again after UND_ERR_SOCKET or UND_ERR_INFO.
  readonly code = 'EGRESS_BLOCKED_DESTINATION'
}

/** The name has no address, or none was told in time. */
export class NameResolutionError extends Error {
  override readonly name = 'NameResolutionError'
  readonly code = 'EGRESS_NAME_RESOLUTION'
}

/** The attempt used up its total time. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError'
  readonly code = 'EGRESS_DEADLINE'
}

/** A response took more bytes on the wire than any that we would read to its end. */
export class ResponseTooLargeError extends Error {
  override readonly name = 'ResponseTooLargeError'
  readonly code = 'EGRESS_RESPONSE_TOO_LARGE'
}

/** The egress proxy is well and tells, or lets see, that it cannot reach the destination. */
export class UnreachableByProxyError extends Error {
  override readonly name = 'UnreachableByProxyError'
  readonly code = 'EGRESS_UNREACHABLE_BY_PROXY'
  readonly errorCode: 'timeout' | 'connection_failed'

  constructor(errorCode: 'timeout' | 'connection_failed', message: string) {
    super(message)
    this.errorCode = errorCode
  }
}

/**
 * What was missing to make a request:
 *
 * - `resolver`: the configured name servers cannot be asked
 * - `proxy`: the egress proxy is down, silent, overloaded, or wants other credentials
 * - `sockets`: descriptors, buffers, memory or local ports are used up
 * - `capacity`: others used what there is for as long as a request may wait
 */
export type EgressResource = 'resolver' | 'proxy' | 'sockets' | 'capacity'

/**
 * The request could not be made, and that says nothing about the receiver, so `send` rejects with it; whoever asked gives the delivery back
 * without counting an attempt. Failures with the same `resource` have the same cause: log one of them, and count the others. The message
 * and its causes may name inner addresses, and never credentials.
 */
export class EgressUnavailableError extends Error {
  override readonly name = 'EgressUnavailableError'
  readonly code = 'EGRESS_UNAVAILABLE'
  readonly resource: EgressResource

  constructor(resource: EgressResource, message: string, options?: ErrorOptions) {
    super(message, options)
    this.resource = resource
  }
}

/** `close()` was called: says nothing about the receiver, so `send` rejects with it. */
export class EgressClosedError extends Error {
  override readonly name = 'EgressClosedError'
  readonly code = 'EGRESS_CLOSED'
}
