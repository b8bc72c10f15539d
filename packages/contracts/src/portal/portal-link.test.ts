import { describe, expect, it } from 'vitest'
import { NewPortalLink } from './portal-link.ts'

const NO_THEME = { mode: null, primary: null, radius: null, font: null, logo: null }

/** The parsed value of one field; undefined when it is refused. */
function parsed(field: string, value: unknown): unknown {
  const result = NewPortalLink.safeParse({ role: 'read', [field]: value })
  return result.success ? result.data[field as keyof NewPortalLink] : undefined
}

it('has defaults: for one browser within ten minutes, for an hour', () => {
  expect(NewPortalLink.parse({ role: 'read' })).toEqual({
    role: 'read',
    linkTtlSeconds: 600,
    sessionTtlSeconds: 3600,
    singleUse: true,
    allowedOrigins: [],
    theme: NO_THEME,
    next: null,
    refreshUrl: null,
    actor: null,
  })
})

it.each([
  ['role', 'publish'],
  ['linkTtlSeconds', 0],
  ['linkTtlSeconds', 604_801],
  ['sessionTtlSeconds', 59],
  ['sessionTtlSeconds', 86_401],
  ['actor', { id: '' }],
  ['actor', { id: 'with space' }],
  ['actor', { name: 'Ada' }],
  ['other', 1],
])('refuses %s: %j', (field, value) => {
  expect(NewPortalLink.safeParse({ role: 'read', [field]: value }).success).toBe(false)
})

describe('an origin', () => {
  it.each([
    ['https://app.example.com', 'https://app.example.com'],
    ['https://APP.example.com', 'https://app.example.com'],
    ['https://app.example.com:8443', 'https://app.example.com:8443'],
    ['https://app.example.com:443', 'https://app.example.com'],
    ['http://localhost:3000', 'http://localhost:3000'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
  ])('%s is stored as %s', (text, origin) => {
    expect(parsed('allowedOrigins', [text])).toEqual([origin])
  })

  it.each([
    'app.example.com',
    'https://',
    '*',
    'https://*.example.com',
    'null',
    "'self'",
    'data:',
    'ftp://example.com',
    'https://example.com/',
    'https://example.com/a',
    'https://example.com?a',
    'https://example.com#a',
    'https://user@example.com',
    'https://example.com;script-src *',
    'https://a.example https://b.example',
    "https://example.com'",
    'https://example.com,https://b.example',
    'https://[::1]',
    'https://example.com:0',
    'https://example.com:99999',
    'https://example.com\n',
    ' https://example.com',
    'https://exa\tmple.com',
  ])('%j is refused', (text) => {
    expect(parsed('allowedOrigins', [text])).toBeUndefined()
  })

  it('is refused twice, also in another form', () => {
    expect(parsed('allowedOrigins', ['https://a.example', 'https://A.example:443'])).toBeUndefined()
  })
})

describe('next', () => {
  it.each(['/', '/deliveries', '/deliveries?status=failed&to=2026-01-01T00:00:00Z', '/a%20b'])(
    'may be %s',
    (path) => {
      expect(parsed('next', path)).toBe(path)
    },
  )

  it.each([
    '',
    'deliveries',
    '//example.com',
    '/\\example.com',
    '/a\\b',
    '/a b',
    '/a\tb',
    '/a#b',
    'https://a.example',
  ])('is refused: %j', (path) => {
    expect(parsed('next', path)).toBeUndefined()
  })
})

describe('refreshUrl', () => {
  it.each([
    'https://app.example.com/webhooks?from=portal',
    'http://localhost:3000/webhooks',
    'http://127.0.0.1/',
    'http://[::1]:3000/',
  ])('may be %s', (url) => {
    expect(parsed('refreshUrl', url)).toBe(url)
  })

  it.each([
    'http://app.example.com',
    'http://localhost.example.com',
    'javascript:alert(1)',
    '/webhooks',
    'https://user:password@example.com',
    'http://127.0.0.1.example.com',
  ])('is refused: %s', (url) => {
    expect(parsed('refreshUrl', url)).toBeUndefined()
  })
})

describe('a theme', () => {
  const PNG =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
  const pngOf = (bytes: number) => {
    const file = Buffer.alloc(bytes)
    Buffer.from(PNG, 'base64').copy(file)
    return `data:image/png;base64,${file.toString('base64')}`
  }

  it.each([
    { mode: 'dark', primary: '#AbCdEf', radius: 0, font: 'mono' },
    { logo: `data:image/png;base64,${PNG}` },
    { logo: 'data:image/jpeg;base64,/9j/4AAQSkZJRg==' },
    { logo: 'data:image/webp;base64,UklGRiIAAABXRUJQVlA4' },
    { logo: pngOf(32 * 1024) },
  ])('may have any of its fields', (theme) => {
    expect(parsed('theme', theme)).toEqual({ ...NO_THEME, ...theme })
  })

  it.each([
    ['another mode', { mode: 'blue' }],
    ['a colour by name', { primary: 'red' }],
    ['a short colour', { primary: '#abc' }],
    ['more after a colour', { primary: '#abcdef;} body{display:none' }],
    ['a radius that is too large', { radius: 25 }],
    ['another font', { font: 'Comic Sans' }],
    ['an SVG', { logo: 'data:image/svg+xml;base64,PHN2Zy8+' }],
    ['a URL of another host', { logo: 'https://example.com/logo.png' }],
    ['a file of another type than stated', { logo: `data:image/jpeg;base64,${PNG}` }],
    ['a page as a logo', { logo: `data:image/png;base64,${btoa('<script>alert(1)</script>')}` }],
    ['more after a logo', { logo: `data:image/png;base64,${PNG}");} body{display:none` }],
    ['a logo of more than 32 KiB', { logo: pngOf(32 * 1024 + 1) }],
    ['an unknown field', { background: '#ffffff' }],
  ])('is refused with %s', (_name, theme) => {
    expect(parsed('theme', theme)).toBeUndefined()
  })
})
