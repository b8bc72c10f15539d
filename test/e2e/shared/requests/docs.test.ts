import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { reply } from '../../../harness/expected.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'

const DOCUMENT = resolve(import.meta.dirname, '../../../../docs/openapi.json')
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

describe('the documentation of the API', () => {
  const posthorn = sharedPosthorn('idle')
  let url: string
  beforeAll(async () => {
    url = posthorn.service('api').url
  })

  it('is at /openapi.json without a key, equal to docs/openapi.json', async () => {
    const answer = await posthorn.api.as('nobody').get('/openapi.json')
    expect(answer).toEqual(reply(200, JSON.parse(await readFile(DOCUMENT, 'utf8'))))
  })

  it('is at /docs as a page that loads nothing from other hosts', async () => {
    const page = await fetch(`${url}/docs`)
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(page.headers.get('content-security-policy')).toBe(POLICY)

    const html = await page.text()
    const loaded = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, target]) => target)
    expect(loaded).toEqual(['/openapi.json', '/docs/reference.js', '/docs/start.js'])
    for (const target of loaded) expect((await fetch(`${url}${target}`)).status).toBe(200)
    expect(html).not.toMatch(/<script>|\son\w+=/)
  })

  it.each(['gzip', 'identity'])('has a script of type %s, loaded once', async (encoding) => {
    const headers = { 'accept-encoding': encoding }
    const program = await fetch(`${url}/docs/reference.js`, { headers })
    expect(await program.text()).toContain('createApiReference')
    const etag = program.headers.get('etag') ?? ''
    const again = await fetch(`${url}/docs/reference.js`, { headers: { ...headers, 'if-none-match': etag } })
    expect([again.status, await again.text()]).toEqual([304, ''])
  })
})
