import { errors } from 'undici'
import { describe, expect, it } from 'vitest'
import { BlockedDestinationError, DeadlineError, NameResolutionError } from './egress-errors.ts'
import { errorCodeOf, errorDetailOf } from './error-code-of.ts'

const coded = (code: string) => Object.assign(new Error('what it says does not matter'), { code })

describe('the code of a failure', () => {
  it.each([
    ['ECONNREFUSED', 'connection_refused'],
    ['ECONNRESET', 'connection_reset'],
    ['EPIPE', 'connection_reset'],
    ['EHOSTUNREACH', 'connection_failed'],
    ['ENETUNREACH', 'connection_failed'],
    ['EADDRNOTAVAIL', 'connection_failed'],
    ['ETIMEDOUT', 'timeout'],
    ['ENOTFOUND', 'dns_failure'],
    ['EAI_AGAIN', 'dns_failure'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls_failure'],
    ['CERT_HAS_EXPIRED', 'tls_failure'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls_failure'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'tls_failure'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls_failure'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls_failure'],
    ['EPROTO', 'tls_failure'],
    ['HPE_INVALID_CONSTANT', 'invalid_response'],
    ['UND_ERR_INVALID_ARG', 'connection_failed'],
    ['constructor', 'connection_failed'],
    ['', 'connection_failed'],
  ])('%s is %s', (code, expected) => {
    expect(errorCodeOf(coded(code))).toBe(expected)
  })

  it.each([
    [new BlockedDestinationError('10.0.0.1 is private'), 'blocked_destination'],
    [new NameResolutionError('no answer', { cause: coded('ETIMEOUT') }), 'dns_failure'],
    [new DeadlineError('too late'), 'timeout'],
    [new errors.ConnectTimeoutError(), 'timeout'],
    [new errors.HeadersTimeoutError(), 'timeout'],
    [new errors.HeadersOverflowError(), 'response_too_large'],
    [new errors.SocketError('other side closed'), 'connection_reset'],
    [new Error('ECONNREFUSED'), 'connection_failed'],
    ['ECONNREFUSED', 'connection_failed'],
    [undefined, 'connection_failed'],
  ])('is decided by class: %s is %s', (error, expected) => {
    expect(errorCodeOf(error)).toBe(expected)
  })

  it.each([
    [['ECONNREFUSED', 'ECONNREFUSED'], 'connection_refused'],
    [['ENETUNREACH', 'ECONNREFUSED'], 'connection_refused'],
    [['ECONNREFUSED', 'ETIMEDOUT'], 'timeout'],
    [['EHOSTUNREACH', 'ENETUNREACH'], 'connection_failed'],
    [[], 'connection_failed'],
  ])('of several addresses %j is %s', (codes, expected) => {
    expect(errorCodeOf(new AggregateError(codes.map(coded)))).toBe(expected)
  })

  it('keeps causes for the operator', () => {
    const error = new NameResolutionError('looking up a.example', { cause: coded('ENOTFOUND') })
    expect(errorDetailOf(error)).toBe(
      'EGRESS_NAME_RESOLUTION: looking up a.example (ENOTFOUND: what it says does not matter)',
    )
  })
})
