import { describe, expect, it } from 'vitest'
import { settingsOf } from './settings.ts'

const options = { url: 'https://example.com', key: 'key' }

describe('settingsOf', () => {
  it.each([
    ['https://example.com', 'https://example.com'],
    ['https://example.com/', 'https://example.com'],
    ['http://example.com:8080/posthorn/', 'http://example.com:8080/posthorn'],
  ])('takes %j as the URL', (url, baseUrl) => {
    expect(settingsOf({ ...options, url }).baseUrl).toBe(baseUrl)
  })

  it.each(['', 'example.com', 'localhost:8080', 'ftp://example.com', 'https://'])(
    'refuses the URL %j',
    (url) => {
      expect(() => settingsOf({ ...options, url })).toThrow(TypeError)
    },
  )

  it.each(['', 'a key', 'key\n', 'schlüssel'])('refuses the key %j without showing it', (key) => {
    expect(() => settingsOf({ ...options, key })).toThrow(
      new TypeError('key: expected a key of Posthorn, visible ASCII characters without spaces'),
    )
  })

  it.each([{ retries: -1 }, { retries: 1.5 }, { timeoutMs: 0 }, { timeoutMs: Number.NaN }])(
    'refuses %j',
    (change) => {
      expect(() => settingsOf({ ...options, ...change })).toThrow(TypeError)
    },
  )

  it('adds the name of the program to the User-Agent', () => {
    expect(settingsOf({ ...options, userAgent: 'my-shop/1.2.0' }).userAgent).toMatch(
      /^posthorn-client\/[\d.]+ my-shop\/1\.2\.0$/,
    )
  })
})
