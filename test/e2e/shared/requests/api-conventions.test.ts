import { request } from 'undici'
import { describe, expect, it } from 'vitest'
import { apiClient } from '../../../harness/api-client.ts'
import { problem, reply } from '../../../harness/expected.ts'
import type { ServiceName } from '../../../harness/service.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'

const SERVICES: ServiceName[] = ['api', 'ingest', 'worker']
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

describe.each(SERVICES)('%s', (name) => {
  const posthorn = sharedPosthorn()

  const client = () => apiClient(posthorn.service(name).url, undefined)

  describe('X-Request-Id', () => {
    it.each(['abc', '7b1e9a52-2f0e-4f0c-9d7d-0f1b5a3c9e11', 'a/b:c=d', 'x'.repeat(128)])(
      'is kept: %s',
      async (id) => {
        const { headers } = await client().get('/healthz', { 'x-request-id': id })
        expect(headers['x-request-id']).toBe(id)
      },
    )

    it.each([
      ['none', {}],
      ['an empty one', { 'x-request-id': '' }],
      ['one with blanks', { 'x-request-id': 'a b' }],
      ['one of 129 characters', { 'x-request-id': 'x'.repeat(129) }],
      ['one that is not ASCII', { 'x-request-id': 'é' }],
    ])('is generated for a request with %s', async (_name, given) => {
      const [first, second] = [await client().get('/healthz', given), await client().get('/healthz', given)]
      expect(first.headers['x-request-id']).toMatch(UUID)
      expect(second.headers['x-request-id']).toMatch(UUID)
      expect(second.headers['x-request-id']).not.toBe(first.headers['x-request-id'])
    })

    it('is generated for a request with two of them', async () => {
      const { headers } = await request(`${posthorn.service(name).url}/healthz`, {
        headers: ['x-request-id', 'one', 'x-request-id', 'two'],
      })
      expect(headers['x-request-id']).toMatch(UUID)
    })

    it.each(['/nothing', '/%zz'])('is in the header and the body of an error: %s', async (path) => {
      const { headers, body } = await client().get<{ requestId: string }>(path, { 'x-request-id': 'mine' })
      expect([headers['x-request-id'], body.requestId]).toEqual(['mine', 'mine'])
    })
  })

  it('answers at /healthz that it is alive', async () => {
    expect(await client().get('/healthz')).toEqual(reply(200, { status: 'ok' }))
  })

  it('answers at /readyz that it is ready', async () => {
    expect(await client().get('/readyz')).toEqual(
      reply(200, { status: 'ready', checks: { postgresql: 'up', queue: 'up' } }),
    )
  })

  it('answers unknown paths with a problem', async () => {
    expect(await client().get('/nothing')).toEqual(problem(404, 'not_found', 'There is no GET /nothing.'))
  })

  it('answers invalid HTTP with a problem', async () => {
    const { host } = new URL(posthorn.service(name).url)
    const response = await fetch(`http://${host}/`, { headers: { 'x-padding': 'x'.repeat(20_000) } })
    expect([response.status, response.headers.get('content-type'), await response.json()]).toEqual([
      431,
      'application/problem+json',
      problem(
        431,
        'headers_too_large',
        'The URL and the headers of the request are larger than 16 KiB together.',
      ).body,
    ])
  })
})
