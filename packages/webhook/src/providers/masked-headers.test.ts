import { describe, expect, it } from 'vitest'
import { maskedHeaders } from './masked-headers.ts'

const MASK = '********'

describe('the headers that are shown of an untrusted request', () => {
  it.each([
    ['content-type'],
    ['user-agent'],
    ['webhook-id'],
    ['webhook-timestamp'],
    ['svix-id'],
    ['x-github-event'],
    ['x-github-delivery'],
    ['x-github-hook-id'],
    ['x-shopify-topic'],
    ['x-posthorn-hops'],
    ['traceparent'],
  ])('have the value of %s', (name) => {
    expect(maskedHeaders({ [name]: 'a value' })).toEqual({ [name]: 'a value' })
  })

  it.each([
    ['authorization'],
    ['proxy-authorization'],
    ['cookie'],
    ['stripe-signature'],
    ['webhook-signature'],
    ['svix-signature'],
    ['x-hub-signature'],
    ['x-hub-signature-256'],
    ['x-api-key'],
    ['x-api-key-id'],
    ['x-auth-token'],
    ['x-gitlab-token'],
    ['x-session-id'],
    ['x-shopify-hmac-sha256'],
    ['x-anything'],
    ['identity'],
    ['__proto__'],
  ])('have no value of %s', (name) => {
    const headers = Object.fromEntries([[name, 'a value']])
    expect(Object.entries(maskedHeaders(headers))).toEqual([[name, MASK]])
  })

  it('mask all values of a repeated header, and show all of a harmless one', () => {
    expect(maskedHeaders({ 'x-secret': ['one', 'two'], 'x-event-id': ['one', 'two'] })).toEqual({
      'x-secret': MASK,
      'x-event-id': ['one', 'two'],
    })
  })
})
