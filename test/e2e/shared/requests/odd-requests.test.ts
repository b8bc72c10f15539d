import { describe, expect, it } from 'vitest'
import { ADMIN_KEY } from '../../../harness/posthorn.ts'
import { rawRequest } from '../../../harness/raw-request.ts'
import { signIn } from '../../../harness/sessions/browser.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'

const PORTAL = '/portal/plk_01h455vb4pex5vsknk084sn02q'

describe('the API service', () => {
  const posthorn = sharedPosthorn('idle')
  const send = (line: string, headers: readonly string[] = []) =>
    rawRequest(
      posthorn.service('api').url,
      [`${line} HTTP/1.1`, 'host: x', 'connection: close', ...headers, '', ''].join('\r\n'),
    )

  it.each([
    ['GET', '/assets/../index.html'],
    ['GET', '/assets/..%2findex.html'],
    ['GET', '/assets/%2e%2e%2f%2e%2e%2fpackage.json'],
    ['GET', '/assets/..%5cindex.html'],
    ['GET', '/assets/index.html%00.js'],
    ['GET', '/assets/'],
    ['GET', '/portal/%ff'],
    ['GET', '/portal/%'],
    ['GET', '/assets/%c0%ae%c0%ae'],
    ['GET', `${PORTAL}/theme.css`],
    ['GET', `${PORTAL}%00/theme.css`],
    ['POST', PORTAL],
    ['DELETE', '/'],
    ['PROPFIND', '/v1/sessions'],
    ['PUT', '/v1/sessions/current'],
    ['TRACE', '/v1/portal-sessions'],
    ['GET', '/v1/portal-sessions'],
    ['HEAD', '/v1/portal-sessions'],
  ])('replies with a problem to %s %s', async (method, path) => {
    const { status, headers } = await send(`${method} ${path}`)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
    expect(headers['content-type']).toMatch(/^application\/problem\+json/)
  })

  it.each([
    ['no value', ''],
    ['text that is not ASCII', '\u00e9'],
    ['8 KiB', 'a'.repeat(8192)],
    ['other cookies', 'a=b; posthorn; =; ;;'],
  ])('refuses a session cookie with %s', async (_, cookie) => {
    for (const text of [cookie, `posthorn=${cookie}`]) {
      const { status } = await send('GET /v1/meta', [`cookie: ${text}`, 'sec-fetch-site: same-origin'])
      expect(status).toBe(401)
    }
  })

  it('counts no cookie without proof of its origin, whatever the form of that', async () => {
    const { token } = await signIn(posthorn, ADMIN_KEY)
    const cookie = `posthorn=${token}`
    const client = 'x-posthorn-client: web'
    expect((await send('GET /v1/tenants', [`cookie: ${cookie}`, 'sec-fetch-site: same-origin'])).status).toBe(
      200,
    )
    for (const headers of [
      [],
      ['origin: null'],
      ['origin: http://x.evil.example', client],
      ['sec-fetch-site: same-site', 'origin: http://x', client],
      ['sec-fetch-site: same-origin', 'sec-fetch-site: cross-site', client],
      ['sec-fetch-site: none', client],
    ]) {
      expect((await send('GET /v1/tenants', [`cookie: ${cookie}`, ...headers])).status).toBe(403)
    }
    const unsafe = ['content-type: application/json', 'content-length: 2']
    const { status } = await send('POST /v1/event-types', [
      `cookie: ${cookie}`,
      'sec-fetch-site: same-origin',
      ...unsafe,
    ])
    expect(status).toBe(403)
  })
})
