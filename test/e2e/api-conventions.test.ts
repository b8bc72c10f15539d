import { request } from 'undici'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiClient } from '../harness/api-client.ts'
import { problem, reply } from '../harness/expected.ts'
import { type Posthorn, startPosthorn } from '../harness/posthorn.ts'
import { OWN_REDIS } from '../harness/redis/redis.ts'
import type { ServiceName } from '../harness/service.ts'
import { waitUntil } from '../harness/wait-until.ts'

const SERVICES: ServiceName[] = ['api', 'ingest', 'worker']
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

describe.each(SERVICES)('%s', (name) => {
  let posthorn: Posthorn
  beforeAll(async () => {
    posthorn = await startPosthorn({ services: [name] })
  })
  afterAll(() => posthorn.stop())

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
      problem(431, 'headers_too_large', 'The headers of the request are larger than 16 KiB.').body,
    ])
  })
})

describe.runIf(OWN_REDIS).each(SERVICES)('%s with Redis', (name) => {
  let posthorn: Posthorn
  beforeAll(async () => {
    posthorn = await startPosthorn({ queue: 'redis', services: [name] })
  })
  afterAll(() => posthorn.stop())

  it('names the queue at /readyz while Redis is unavailable, and is ready again when it is back', async () => {
    const client = apiClient(posthorn.service(name).url, undefined)
    const readiness = (status: number) =>
      waitUntil(`readyz to answer ${status}`, async () => {
        const answer = await client.get('/readyz')
        return answer.status === status && answer
      })
    const ready = reply(200, { status: 'ready', checks: { postgresql: 'up', queue: 'up' } })

    expect(await readiness(200)).toEqual(ready)
    await posthorn.redis?.stop()
    expect(await readiness(503)).toEqual(
      reply(503, { status: 'not_ready', checks: { postgresql: 'up', queue: 'down' } }),
    )
    expect(await client.get('/healthz')).toEqual(reply(200, { status: 'ok' }))
    await posthorn.redis?.restart()
    expect(await readiness(200)).toEqual(ready)
  })
})
