import { ProblemError } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import { assertSameOrigin, refuseOtherSites } from './same-origin.ts'

const PUBLIC_URL = 'https://hooks.example.com'
const ORIGIN = { origin: PUBLIC_URL }
const CLIENT = { 'x-posthorn-client': 'web' }

/** The code with which a request is refused; undefined for one that is not. */
function refusalOf(check: () => void): string | undefined {
  try {
    check()
    return undefined
  } catch (error) {
    if (error instanceof ProblemError) return error.code
    throw error
  }
}

describe('a session cookie', () => {
  it.each<[string, Record<string, string>]>([
    ['Sec-Fetch-Site: same-origin', { 'sec-fetch-site': 'same-origin' }],
    ['the Origin of PUBLIC_URL', ORIGIN],
    ['the Origin of the Host', { origin: 'https://10.0.0.1:8443', host: '10.0.0.1:8443' }],
  ])('counts with %s', (_name, headers) => {
    expect(refusalOf(() => assertSameOrigin({ method: 'GET', headers }, PUBLIC_URL))).toBeUndefined()
  })

  it.each<[string, Record<string, string>]>([
    ['neither Sec-Fetch-Site nor Origin', { host: 'hooks.example.com' }],
    ['Sec-Fetch-Site: cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['Sec-Fetch-Site: same-site', { 'sec-fetch-site': 'same-site' }],
    ['Sec-Fetch-Site: none', { 'sec-fetch-site': 'none' }],
    ['Sec-Fetch-Site: cross-site and its own Origin', { 'sec-fetch-site': 'cross-site', ...ORIGIN }],
    ['another Origin', { origin: 'https://example.com', host: 'hooks.example.com' }],
    ['the Origin of another port', { origin: 'https://hooks.example.com:8443', host: 'hooks.example.com' }],
    ['its own host over http', { origin: 'http://hooks.example.com', host: 'hooks.example.com' }],
    ['the Origin "null"', { origin: 'null', host: 'null' }],
    ['an empty Origin and no Host', { origin: 'https://', host: '' }],
  ])('does not count with %s', (_name, headers) => {
    for (const method of ['GET', 'POST'])
      expect(
        refusalOf(() => assertSameOrigin({ method, headers: { ...headers, ...CLIENT } }, PUBLIC_URL)),
      ).toBe('cross_site_request')
  })

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND'])(
    'counts for %s only with X-Posthorn-Client',
    (method) => {
      const refusal = (headers: Record<string, string>) =>
        refusalOf(() => assertSameOrigin({ method, headers: { ...ORIGIN, ...headers } }, PUBLIC_URL))
      expect(refusal({})).toBe('cross_site_request')
      expect(refusal({ 'x-posthorn-client': '' })).toBe('cross_site_request')
      expect(refusal(CLIENT)).toBeUndefined()
    },
  )
})

it.each([
  [undefined, undefined],
  ['same-origin', undefined],
  ['none', undefined],
  ['same-site', 'cross_site_request'],
  ['cross-site', 'cross_site_request'],
])('a sign-in with Sec-Fetch-Site %s is refused: %s', (site, refusal) => {
  const headers = site === undefined ? {} : { 'sec-fetch-site': site }
  expect(refusalOf(() => refuseOtherSites({ headers }))).toBe(refusal)
})
