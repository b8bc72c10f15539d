/** The address policy refused the destination. The message names the address: for operators, never for tenants. */
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

/** `close()` was called: says nothing about the receiver, so `send` rejects with it. */
export class EgressClosedError extends Error {
  override readonly name = 'EgressClosedError'
  readonly code = 'EGRESS_CLOSED'
}
