import { describe, expect, it } from 'vitest'
import { pathOf, requestUrl } from './request-url.ts'

describe('requestUrl', () => {
  it.each([
    [{}, ''],
    [{ limit: 2, cursor: undefined }, '?limit=2'],
    [{ status: ['failed', 'pending'] }, '?status=failed%2Cpending'],
    [{ type: 'order.*', internal: true }, '?type=order.*&internal=true'],
    [{ q: 'a&b=c #é' }, '?q=a%26b%3Dc+%23%C3%A9'],
  ])('writes the query %j', (query, text) => {
    expect(requestUrl('https://example.com/posthorn', '/v1/meta', query)).toBe(
      `https://example.com/posthorn/v1/meta${text}`,
    )
  })

  it('adds to a query that the path has', () => {
    expect(requestUrl('https://example.com', '/v1/meta?a=1', { b: 2 })).toBe(
      'https://example.com/v1/meta?a=1&b=2',
    )
  })

  it('refuses a path that would continue the name of the host', () => {
    expect(() => requestUrl('https://example.com', '.evil.example/')).toThrow(TypeError)
  })
})

describe('pathOf', () => {
  it('makes each value one segment', () => {
    expect(pathOf`/v1/tenants/${'a/b?c#d'}/events/${'é'}`).toBe('/v1/tenants/a%2Fb%3Fc%23d/events/%C3%A9')
  })

  it.each(['', '.', '..'])('refuses %j, which names another path', (value) => {
    expect(() => pathOf`/v1/tenants/${value}/events`).toThrow(TypeError)
  })
})
