/** All values of an attempt's `errorCode`: why it got no usable reply. Part of the API: never renamed, never reused. */
export const DELIVERY_ERROR_CODES = [
  /** No complete reply within the endpoint's `timeoutSeconds`. */
  'timeout',
  /** The host name has no address, or the resolver failed. */
  'dns_failure',
  /** Nothing listens at the address and port. */
  'connection_refused',
  /** The connection was closed before a reply. */
  'connection_reset',
  /** Unreachable host or network, and every other failure of the socket. */
  'connection_failed',
  /** The handshake failed or the certificate is not trusted. */
  'tls_failure',
  /** The reply is not HTTP. */
  'invalid_response',
  /** The reply's headers exceed the limit. */
  'response_too_large',
  /** Deliveries to the address are not allowed. */
  'blocked_destination',
  /** The worker died between sending and recording, so the reply is unknown. */
  'worker_lost',
] as const

/** One of {@link DELIVERY_ERROR_CODES}. */
export type DeliveryErrorCode = (typeof DELIVERY_ERROR_CODES)[number]
