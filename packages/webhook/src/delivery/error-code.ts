/**
 * Why an attempt got no usable reply: the closed list behind an attempt's `errorCode`. The codes are part of the
 * API: never renamed, never reused.
 */
export const DELIVERY_ERROR_CODES = [
  /** No complete reply before the endpoint's `timeoutSeconds` were over. */
  'timeout',
  /** The host name has no address, or the resolver failed. */
  'dns_failure',
  /** Nothing listens at the address and port. */
  'connection_refused',
  /** The connection was closed before a reply had come. */
  'connection_reset',
  /** Unreachable host or network, and every other failure of the socket. */
  'connection_failed',
  /** The handshake failed or the certificate is not to be trusted. */
  'tls_failure',
  /** What came back is not HTTP. */
  'invalid_response',
  /** The reply's headers are beyond the limit. */
  'response_too_large',
  /** The address is one that deliveries may not reach. */
  'blocked_destination',
  /** Our process died between sending and recording, so the reply is unknown. */
  'worker_lost',
] as const

/** One of {@link DELIVERY_ERROR_CODES}. */
export type DeliveryErrorCode = (typeof DELIVERY_ERROR_CODES)[number]
