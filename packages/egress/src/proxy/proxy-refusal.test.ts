import { describe, expect, it } from 'vitest'
import { refusalOf } from './proxy-refusal.ts'

describe("a proxy's answer to CONNECT", () => {
  it.each([200, 201, 204])('%i is a tunnel', (statusCode) => {
    expect(refusalOf({ statusCode, headers: {} })).toBeUndefined()
  })

  it.each([
    // Smokescreen
    [407, { 'x-smokescreen-error': 'egress denied' }, 'EGRESS_BLOCKED_DESTINATION', undefined],
    [502, { 'x-smokescreen-error': 'no such host' }, 'EGRESS_UNREACHABLE_BY_PROXY', 'connection_failed'],
    [504, { 'x-smokescreen-error': 'timed out' }, 'EGRESS_UNREACHABLE_BY_PROXY', 'timeout'],
    [503, { 'retry-after': '1' }, 'EGRESS_UNAVAILABLE', undefined],
    [429, { 'retry-after': '1', 'x-smokescreen-error': 'tunnels' }, 'EGRESS_UNAVAILABLE', undefined],
    [500, { 'x-smokescreen-error': 'unexpected' }, 'EGRESS_UNAVAILABLE', undefined],
    // Squid and Envoy
    [403, { 'x-squid-error': 'ERR_ACCESS_DENIED 0' }, 'EGRESS_BLOCKED_DESTINATION', undefined],
    [407, { 'proxy-authenticate': 'Basic' }, 'EGRESS_UNAVAILABLE', undefined],
    [503, { 'x-squid-error': 'ERR_DNS_FAIL 0' }, 'EGRESS_UNREACHABLE_BY_PROXY', 'connection_failed'],
    [503, { 'x-envoy-response-flags': 'UF' }, 'EGRESS_UNREACHABLE_BY_PROXY', 'connection_failed'],
    [504, {}, 'EGRESS_UNREACHABLE_BY_PROXY', 'timeout'],
    // not a proxy
    [400, {}, 'EGRESS_UNAVAILABLE', undefined],
    [405, {}, 'EGRESS_UNAVAILABLE', undefined],
    [301, {}, 'EGRESS_UNAVAILABLE', undefined],
    [0, {}, 'EGRESS_UNAVAILABLE', undefined],
  ])('%i with %j is %s', (statusCode, headers, code, errorCode) => {
    const refusal = refusalOf({ statusCode, headers })
    expect(refusal).toMatchObject(errorCode === undefined ? { code } : { code, errorCode })
  })

  it("contains the proxy's reason for operators, cut to a limit", () => {
    const headers = { 'x-smokescreen-error': 'no '.repeat(1_000) }
    expect(refusalOf({ statusCode: 407, headers })?.message).toBe(
      `the egress proxy answered 407: ${'no '.repeat(1_000).slice(0, 200)}`,
    )
  })
})
