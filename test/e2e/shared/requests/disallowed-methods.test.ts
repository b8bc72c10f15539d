import { request } from 'undici'
import { beforeAll, describe, expect, it } from 'vitest'
import { problem } from '../../../harness/expected.ts'
import { ADMIN_KEY } from '../../../harness/posthorn.ts'
import type { ServiceName } from '../../../harness/service.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'

const SOURCE = 'src_01h455vb4pex5vsknk084sn02q'

describe('a method that a path does not allow', () => {
  const posthorn = sharedPosthorn()
  beforeAll(async () => {
    await posthorn.api.put('/v1/tenants/acme', {})
  })

  async function send(service: ServiceName, method: string, path: string) {
    const headers = { authorization: `Bearer ${ADMIN_KEY}` }
    const answer = await request(`${posthorn.service(service).url}${path}`, { method, headers })
    const text = await answer.body.text()
    const body: unknown = JSON.parse(text || 'null')
    return { status: answer.statusCode, headers: answer.headers, text, body }
  }

  it.each<[ServiceName, method: string, path: string, allow: string]>([
    ['api', 'DELETE', '/v1/tenants', 'GET, HEAD'],
    ['api', 'POST', '/v1/tenants/acme', 'DELETE, GET, HEAD, PUT'],
    ['api', 'PATCH', '/v1/tenants/acme', 'DELETE, GET, HEAD, PUT'],
    ['api', 'PUT', '/v1/tenants/acme/endpoints', 'GET, HEAD, POST'],
    ['api', 'GET', '/v1/tenants/acme/endpoints/ep_1/enable?a=b', 'POST'],
    ['api', 'OPTIONS', '/v1/tenants/acme/events', 'GET, HEAD, POST'],
    ['api', 'TRACE', '/healthz', 'GET, HEAD'],
    ['api', 'POST', '/readyz', 'GET, HEAD'],
    ['ingest', 'PUT', `/webhooks/${SOURCE}`, 'GET, POST'],
    ['ingest', 'DELETE', '/healthz', 'GET, HEAD'],
    ['worker', 'POST', '/readyz', 'GET, HEAD'],
  ])('is answered by the %s with the allowed ones: %s %s', async (service, method, path, allow) => {
    const answer = await send(service, method, path)
    const [pathname] = path.split('?')
    expect(answer).toEqual({
      ...problem(405, 'method_not_allowed', `There is no ${method} ${pathname}, only ${allow}.`),
      headers: expect.objectContaining({
        allow,
        'content-type': expect.stringMatching(/^application\/problem\+json/),
      }),
    })
  })

  it('is answered without a key, since the reply reveals nothing', async () => {
    const answer = await posthorn.api.as('an-unknown-key').patch('/v1/tenants/nobody', {})
    expect(answer).toEqual({
      ...problem(
        405,
        'method_not_allowed',
        'There is no PATCH /v1/tenants/nobody, only DELETE, GET, HEAD, PUT.',
      ),
      headers: expect.objectContaining({ allow: 'DELETE, GET, HEAD, PUT' }),
    })
  })

  it.each([
    ['GET', '/v1'],
    ['POST', '/v1/nothing'],
    ['OPTIONS', '/nothing'],
    ['DELETE', '/v1/tenants/acme/endpoints/ep_1/nothing'],
  ])('is answered with 404 for unknown paths: %s %s', async (method, path) => {
    expect(await send('api', method, path)).toEqual(
      problem(404, 'not_found', `There is no ${method} ${path}.`),
    )
  })

  it('is answered in the same way with a body', async () => {
    expect(await posthorn.api.put('/v1/tenants/acme/endpoints', {})).toMatchObject({ status: 405 })
    expect(await posthorn.api.put('/v1/nothing', {})).toMatchObject({ status: 404 })
  })

  it.each(['/v1/tenants', '/v1/tenants/acme', '/v1/tenants/acme/endpoints', '/healthz'])(
    'is not HEAD where GET is allowed: %s',
    async (path) => {
      const [head, get] = [await send('api', 'HEAD', path), await send('api', 'GET', path)]
      expect([head.status, head.text, head.headers['content-type']]).toEqual([
        200,
        '',
        get.headers['content-type'],
      ])
    },
  )
})
