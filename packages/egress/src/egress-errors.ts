/** The address policy or the egress proxy refused the destination. The message has the address: for operators, never for tenants. */
export class BlockedDestinationError extends Error {
  override readonly name = 'BlockedDestinationError'
  // Not one of undici's own codes: it reconnects after UND_ERR_SOCKET or UND_ERR_INFO.
  readonly code = 'EGRESS_BLOCKED_DESTINATION'
}

/** The name has no address, or its lookup failed. */
export class NameResolutionError extends Error {
  override readonly name = 'NameResolutionError'
  readonly code = 'EGRESS_NAME_RESOLUTION'
  /** Whether it is known that the name has no address. */
  readonly hasNoAddress: boolean

  constructor(
    message: string,
    { hasNoAddress = false, ...options }: ErrorOptions & { hasNoAddress?: boolean } = {},
  ) {
    super(message, options)
    this.hasNoAddress = hasNoAddress
  }
}

/** The attempt used up its total time. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError'
  readonly code = 'EGRESS_DEADLINE'
}

/** A response has more bytes on the wire than the limit. */
export class ResponseTooLargeError extends Error {
  override readonly name = 'ResponseTooLargeError'
  readonly code = 'EGRESS_RESPONSE_TOO_LARGE'
}

/** The egress proxy works, but cannot reach the destination. */
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
 * The local resource or dependency that was unavailable:
 *
 * - `resolver`: the configured name servers do not respond
 * - `proxy`: the egress proxy is down, unresponsive, overloaded, or rejects the credentials
 * - `sockets`: descriptors, buffers, memory or local ports are used up
 * - `capacity`: no capacity for a lookup within the maximum wait
 */
export type EgressResource = 'resolver' | 'proxy' | 'sockets' | 'capacity'

/**
 * A dependency error: the request could not be made, independently of the receiver. `send` rejects with it; the caller
 * retries later without counting an attempt. Failures with the same `resource` have the same cause: log one and count the
 * others. The message and its causes may contain internal addresses, but never credentials.
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

/** `close()` was called. Not a failure of the receiver, so `send` rejects with it. */
export class EgressClosedError extends Error {
  override readonly name = 'EgressClosedError'
  readonly code = 'EGRESS_CLOSED'
}
