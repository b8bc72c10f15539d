import { describe, expect, it } from 'vitest'
import { DELIVERY_ERROR_CODES, type DeliveryErrorCode } from './error-code.ts'
import { type AttemptStage, errorDetail, type NetworkFault } from './error-detail.ts'

const REQUEST = { host: 'shop.example:8443', timeoutSeconds: 10 }

describe('the detail of a failed attempt', () => {
  it.each<[DeliveryErrorCode, { stage?: AttemptStage; fault?: NetworkFault }, detail: string]>([
    [
      'timeout',
      { stage: 'dns' },
      'The host name of shop.example:8443 was not resolved in time: its name servers did not answer.',
    ],
    ['timeout', { stage: 'connect' }, 'shop.example:8443 did not accept a connection in time.'],
    [
      'timeout',
      { stage: 'tls' },
      'shop.example:8443 accepted a connection, but did not complete the TLS handshake in time.',
    ],
    [
      'timeout',
      { stage: 'reply' },
      'shop.example:8443 received the request, but did not reply within the timeout of 10 s.',
    ],
    [
      'timeout',
      {},
      'The headers of the reply of shop.example:8443 were not complete within the timeout of 10 s.',
    ],
    [
      'dns_failure',
      { stage: 'dns', fault: 'no_address' },
      'The host name of shop.example:8443 does not exist or has no address.',
    ],
    [
      'dns_failure',
      { stage: 'dns' },
      'The host name of shop.example:8443 could not be resolved: its name servers failed or did not answer.',
    ],
    [
      'connection_refused',
      { stage: 'connect' },
      'Nothing listens at shop.example:8443: the connection was refused.',
    ],
    [
      'connection_reset',
      { stage: 'connect' },
      'shop.example:8443 closed the connection before the request was sent.',
    ],
    [
      'connection_reset',
      { stage: 'tls' },
      'shop.example:8443 closed the connection during the TLS handshake.',
    ],
    [
      'connection_reset',
      { stage: 'reply' },
      'shop.example:8443 closed the connection after the request, without a reply.',
    ],
    ['connection_reset', {}, 'shop.example:8443 closed the connection within the headers of its reply.'],
    [
      'connection_failed',
      { fault: 'unreachable' },
      'No route leads to shop.example:8443: the host or its network is unreachable.',
    ],
    ['connection_failed', {}, 'The connection to shop.example:8443 failed.'],
    ['tls_failure', { fault: 'certificate_expired' }, 'The certificate of shop.example:8443 has expired.'],
    [
      'tls_failure',
      { fault: 'certificate_not_yet_valid' },
      'The certificate of shop.example:8443 is not valid yet.',
    ],
    [
      'tls_failure',
      { fault: 'certificate_of_another_name' },
      'The certificate of shop.example:8443 was issued for another name.',
    ],
    [
      'tls_failure',
      { fault: 'certificate_untrusted' },
      'The certificate of shop.example:8443 is not trusted: it is self-signed, or an intermediate certificate is missing.',
    ],
    ['tls_failure', {}, 'The TLS handshake with shop.example:8443 failed. TLS 1.2 is the minimum.'],
    ['invalid_response', {}, 'The reply of shop.example:8443 is not valid HTTP.'],
    [
      'response_too_large',
      {},
      'The headers of the reply of shop.example:8443 exceed the limit of 16 KiB, or the reply does not end.',
    ],
    [
      'blocked_destination',
      {},
      'Deliveries to shop.example:8443 are not allowed: its address is not public, or the operator has blocked it.',
    ],
    [
      'worker_lost',
      {},
      'The worker stopped before it recorded the result. The request may have arrived or not.',
    ],
  ])('of %s, %j', (errorCode, { stage, fault }, detail) => {
    expect(errorDetail({ errorCode, stage, fault }, REQUEST)).toBe(detail)
  })

  it('has at most 300 characters, however long the host name is', () => {
    const host = `${'a'.repeat(253)}:65535`
    const stages = ['dns', 'connect', 'tls', 'reply', undefined] as const
    const lengths = DELIVERY_ERROR_CODES.flatMap((errorCode) =>
      stages.map((stage) => {
        const facts = { errorCode, stage, fault: 'certificate_untrusted' as const }
        return errorDetail(facts, { host, timeoutSeconds: 30 }).length
      }),
    )
    expect(Math.max(...lengths)).toBeLessThanOrEqual(300)
  })
})
