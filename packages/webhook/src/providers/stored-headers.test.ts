import { describe, expect, it } from 'vitest'
import { reservationOf } from '../delivery/reserved-headers.ts'
import { PROVIDERS, providerOf } from './catalogue.ts'
import { storedHeadersOf } from './stored-headers.ts'

const shopify = providerOf('shopify')

describe('the headers that are stored', () => {
  it('are those that the provider names', () => {
    expect(
      storedHeadersOf(shopify, {
        'x-shopify-topic': 'orders/create',
        'x-shopify-hmac-sha256': 'a signature',
        'x-shopify-shop-domain': 'a.myshopify.com',
        authorization: 'Bearer x',
      }),
    ).toEqual({ 'x-shopify-topic': 'orders/create', 'x-shopify-shop-domain': 'a.myshopify.com' })
  })

  it('are none of a provider that names none, and of a request without them', () => {
    expect(storedHeadersOf(providerOf('stripe'), { 'x-shopify-topic': 'a' })).toBeUndefined()
    expect(storedHeadersOf(shopify, { host: 'a' })).toBeUndefined()
  })

  it.each(['', 'é', 'a\u0000', 'x'.repeat(513), ['a', 'b']])('have no value like %j', (value) => {
    expect(storedHeadersOf(shopify, { 'x-shopify-topic': value })).toBeUndefined()
  })

  it.each(PROVIDERS.flatMap(({ name, storedHeaders }) => storedHeaders.map((header) => [name, header])))(
    'of %s have a name that an endpoint may get, and no credential: %s',
    (_, header) => {
      expect(reservationOf(header)).toBeUndefined()
      expect(header).toBe(header.toLowerCase())
      expect(header).not.toMatch(/auth|cookie|credential|hash|hmac|jwt|pass|secret|session|sign/)
    },
  )
})
