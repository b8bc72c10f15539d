import type { Problem } from '@posthorn/contracts'
import { DASHBOARD_PATHS } from '@posthorn/dashboard'
import { request } from 'undici'
import { describe, expect, it } from 'vitest'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'

const NONCE = /'nonce-([^']+)'/
const PATHS = DASHBOARD_PATHS.map((path) => path.replace('*', 'acme/deliveries'))

describe('the API service', () => {
  const posthorn = sharedPosthorn('idle')
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const {
      statusCode,
      headers: replied,
      body,
    } = await request(`${posthorn.service('api').url}${path}`, { headers })
    return { status: statusCode, headers: replied, text: await body.text() }
  }
  const asset = async () => {
    const [, path = ''] = /src="(\/assets\/[^"]+\.js)"/.exec((await get('/')).text) ?? []
    return path
  }

  it.each(PATHS)(
    'serves the dashboard at %s, never from a cache, and lets no other origin into it',
    async (path) => {
      const { status, headers, text } = await get(path, { accept: 'application/json' })
      expect(status).toBe(200)
      expect(text).toContain('<div id="root">')
      expect(headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'x-frame-options': 'DENY',
        'content-security-policy': expect.stringMatching(
          /^default-src 'none'; script-src 'self'; .*frame-ancestors 'none'$/,
        ),
      })
    },
  )

  it('puts a new nonce into each page and its policy', async () => {
    const [one, other] = [await get('/'), await get('/')]
    const nonces = [one, other].map(
      ({ headers }) => NONCE.exec(String(headers['content-security-policy']))?.[1] ?? '',
    )
    expect(new Set(nonces).size).toBe(2)
    expect(one.text).toContain(`nonce="${nonces[0]}"`)
    expect(one.text).not.toContain('__NONCE__')
  })

  it('allows no frame around the page of a portal link that opens nothing', async () => {
    const { status, headers } = await get('/portal/plk_01h455vb4pex5vsknk084sn02q')
    expect(status).toBe(200)
    expect(headers['content-security-policy']).toMatch(/frame-ancestors 'none'$/)
  })

  it('serves assets compressed, to be kept for ever', async () => {
    const path = await asset()
    const plain = await get(path)
    expect(plain.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': expect.stringMatching(/^(?:text|application)\/javascript/),
      'x-content-type-options': 'nosniff',
    })
    for (const encoding of ['br', 'gzip']) {
      const { headers } = await get(path, { 'accept-encoding': encoding })
      expect(headers['content-encoding']).toBe(encoding)
      expect(Number(headers['content-length'])).toBeLessThan(Number(plain.headers['content-length']))
    }
  })

  it.each([
    '/assets/unknown.js',
    '/assets/..%2findex.html',
    '/assets/',
    '/index.html',
    '/v1/unknown',
    '/unknown',
    '/t',
  ])('replies to %s with a problem, as to any unknown path', async (path) => {
    const { status, text } = await get(path, { accept: 'text/html' })
    expect(status).toBe(404)
    expect(JSON.parse(text) as Problem).toMatchObject({ code: 'not_found' })
  })
})
