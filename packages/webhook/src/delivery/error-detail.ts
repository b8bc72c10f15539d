import type { DeliveryErrorCode } from './error-code.ts'

/** How long the phases of an attempt took. Null: the phase did not happen, or did not end. */
export interface AttemptPhases {
  dnsMs: number | null
  connectMs: number | null
  tlsMs: number | null
  /** From the request to the first byte of the reply. */
  firstByteMs: number | null
}

/** What an attempt waits for: addresses, a connection, its encryption, a reply. */
export type AttemptStage = 'dns' | 'connect' | 'tls' | 'reply'

/** What is known of a failure beyond its error code. */
export type NetworkFault =
  | 'no_address'
  | 'unreachable'
  | 'certificate_expired'
  | 'certificate_not_yet_valid'
  | 'certificate_of_another_name'
  | 'certificate_untrusted'

/** A failure without a reply. It contains nothing about the internal network. */
export interface FailureFacts {
  errorCode: DeliveryErrorCode
  /** The stage in which the attempt failed; undefined: before the first, or after the reply had begun. */
  stage: AttemptStage | undefined
  fault: NetworkFault | undefined
}

/** Host names have at most 253 characters; the sentence around it needs the rest of 300. */
const HOST_LENGTH_MAX = 160

/**
 * Explains to a tenant why an attempt has no reply.
 * @param request.host of the endpoint's URL, with its port
 * @param request.timeoutSeconds of the endpoint
 * @returns one or two sentences, at most 300 characters
 */
export function errorDetail(
  { errorCode, stage, fault }: FailureFacts,
  request: { host: string; timeoutSeconds: number },
): string {
  const { timeoutSeconds } = request
  const host =
    request.host.length > HOST_LENGTH_MAX ? `${request.host.slice(0, HOST_LENGTH_MAX - 1)}…` : request.host
  switch (errorCode) {
    case 'timeout':
      return timeoutDetail(stage, host, timeoutSeconds)
    case 'dns_failure':
      return fault === 'no_address'
        ? `The host name of ${host} does not exist or has no address.`
        : `The host name of ${host} could not be resolved: its name servers failed or did not answer.`
    case 'connection_refused':
      return `Nothing listens at ${host}: the connection was refused.`
    case 'connection_reset':
      return resetDetail(stage, host)
    case 'connection_failed':
      return fault === 'unreachable'
        ? `No route leads to ${host}: the host or its network is unreachable.`
        : `The connection to ${host} failed.`
    case 'tls_failure':
      return tlsDetail(fault, host)
    case 'invalid_response':
      return `The reply of ${host} is not valid HTTP.`
    case 'response_too_large':
      return `The headers of the reply of ${host} exceed the limit of 16 KiB, or the reply does not end.`
    case 'blocked_destination':
      return `Deliveries to ${host} are not allowed: its address is not public, or the operator has blocked it.`
    case 'worker_lost':
      return WORKER_LOST_DETAIL
  }
}

/** Of an attempt whose result is unknown. */
export const WORKER_LOST_DETAIL =
  'The worker stopped before it recorded the result. The request may have arrived or not.'

function timeoutDetail(stage: AttemptStage | undefined, host: string, timeoutSeconds: number): string {
  switch (stage) {
    case 'dns':
      return `The host name of ${host} was not resolved in time: its name servers did not answer.`
    case 'connect':
      return `${host} did not accept a connection in time.`
    case 'tls':
      return `${host} accepted a connection, but did not complete the TLS handshake in time.`
    case 'reply':
      return `${host} received the request, but did not reply within the timeout of ${timeoutSeconds} s.`
    case undefined:
      return `The headers of the reply of ${host} were not complete within the timeout of ${timeoutSeconds} s.`
  }
}

function resetDetail(stage: AttemptStage | undefined, host: string): string {
  if (stage === 'tls') return `${host} closed the connection during the TLS handshake.`
  if (stage === 'reply') return `${host} closed the connection after the request, without a reply.`
  return stage === undefined
    ? `${host} closed the connection within the headers of its reply.`
    : `${host} closed the connection before the request was sent.`
}

function tlsDetail(fault: NetworkFault | undefined, host: string): string {
  switch (fault) {
    case 'certificate_expired':
      return `The certificate of ${host} has expired.`
    case 'certificate_not_yet_valid':
      return `The certificate of ${host} is not valid yet.`
    case 'certificate_of_another_name':
      return `The certificate of ${host} was issued for another name.`
    case 'certificate_untrusted':
      return `The certificate of ${host} is not trusted: it is self-signed, or an intermediate certificate is missing.`
    case 'no_address':
    case 'unreachable':
    case undefined:
      return `The TLS handshake with ${host} failed. TLS 1.2 is the minimum.`
  }
}
