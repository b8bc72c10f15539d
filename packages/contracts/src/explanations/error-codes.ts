import type { DeliveryErrorCode } from '@posthorn/webhook'
import type { Explanation } from './explanation.ts'

/** Why an attempt has no reply. */
export const ERROR_CODE_EXPLANATIONS: Readonly<Record<DeliveryErrorCode, Explanation>> = {
  timeout: {
    title: 'No reply in time',
    explanation: 'The endpoint did not complete its reply within its timeout.',
    fix: 'Reply first and do the work afterwards, or raise the timeout of the endpoint, to at most 30 seconds.',
  },
  dns_failure: {
    title: 'Host name not found',
    explanation: 'The host name of the URL has no address, or its name servers do not answer.',
    fix: 'Check the spelling of the host name in the URL, and its DNS records.',
  },
  connection_refused: {
    title: 'Connection refused',
    explanation: 'Nothing listens at this address and port. The host answers, the port does not.',
    fix: 'Start the receiver, and check the port in the URL and the firewall in front of it.',
  },
  connection_reset: {
    title: 'Connection closed',
    explanation: 'The connection was closed before a reply.',
    fix: 'Look for crashes, restarts and time limits of the receiver and of the proxies in front of it.',
  },
  connection_failed: {
    title: 'Connection failed',
    explanation: 'The host or its network could not be reached.',
    fix: 'Check routes and firewalls between Posthorn and the receiver.',
  },
  tls_failure: {
    title: 'TLS failed',
    explanation: 'No encrypted connection was made: the handshake failed, or the certificate is not valid.',
    fix: 'Renew the certificate or complete its chain. It must be for this host name and from a public authority, with TLS 1.2 or newer.',
  },
  invalid_response: {
    title: 'Reply is not HTTP',
    explanation: 'The reply is not valid HTTP, or not as long as it announced.',
    fix: 'Check that the URL names an HTTP server and the right port: often it is plain HTTP on a TLS port, or another protocol.',
  },
  response_too_large: {
    title: 'Reply headers too large',
    explanation: 'The headers of the reply exceed 16 KiB.',
    fix: 'Send fewer or shorter headers; cookies are a common cause.',
  },
  blocked_destination: {
    title: 'Destination not allowed',
    explanation: 'The address is not public, or the operator has blocked it.',
    fix: 'Use a public address. The operator can open ranges with EGRESS_ALLOW_CIDRS.',
  },
  worker_lost: {
    title: 'Result unknown',
    explanation:
      'The worker, or the listener of a relay, stopped before it returned the result. The request may have arrived or not.',
    fix: 'Nothing, if the receiver ignores a webhook-id that it has already processed: the delivery is attempted again.',
  },
}
