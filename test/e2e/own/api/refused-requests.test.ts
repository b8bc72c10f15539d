import { METHODS } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'
import { type RawReply, rawRequest } from '../../../harness/raw-request.ts'
import type { ServiceName } from '../../../harness/service.ts'

const PATHS: [ServiceName, path: string][] = [
  ['api', '/healthz'],
  ['api', '/nothing'],
  ['api', '/v1/tenants'],
  ['api', '/v1/tenants/acme'],
  ['api', '/v1/tenants/acme/events'],
  ['api', '/v1/tenants/acme/events/batch'],
  ['api', '/v1/tenants/acme/endpoints/ep_01h455vb4pex5vsknk084sn02q/enable'],
  ['api', '/%zz'],
  ['api', `/v1/tenants/${'a'.repeat(257)}`],
  ['ingest', '/webhooks/src_01h455vb4pex5vsknk084sn02q'],
  ['ingest', '/healthz'],
  ['ingest', '/nothing'],
  ['worker', '/readyz'],
  ['worker', '/nothing'],
]

const SERVICES: ServiceName[] = ['api', 'ingest', 'worker']

/** Node.js emits only the event `connect` for it: its target is not a path. */
const CONNECT = 'CONNECT'

describe('every service', () => {
  let posthorn: Posthorn
  beforeAll(async () => {
    posthorn = await startPosthorn()
  })
  afterAll(() => posthorn.stop())

  const send = (name: ServiceName, lines: string[], body = '') =>
    rawRequest(posthorn.service(name).url, [...lines, 'connection: close', '', body].join('\r\n'))

  const problemIn = ({ body }: RawReply) =>
    JSON.parse(body) as { status: number; code: string; detail: string }

  /** What is wrong with a reply that is neither a success nor a complete problem document. */
  function errorOf(method: string, reply: RawReply): string | undefined {
    const { status, headers } = reply
    if (!headers['x-request-id']) return `${method}: no x-request-id`
    if (status < 400) return undefined
    if (status >= 500) return `${method}: ${status}`
    if (!headers['content-type']?.startsWith('application/problem+json')) return `${method}: no problem`
    if (status === 405 && headers['allow'] === undefined) return `${method}: no allow`
    return method !== 'HEAD' && problemIn(reply).status !== status ? `${method}: another status` : undefined
  }

  it.each(PATHS)(
    'answers every method with its route or a problem, without a key: %s %s',
    async (name, path) => {
      const errors: (string | undefined)[] = []
      for (const method of METHODS.filter((one) => one !== CONNECT)) {
        const lines = [`${method} ${path} HTTP/1.1`, 'host: posthorn']
        errors.push(errorOf(method, await send(name, lines)))
        const withBody = [...lines, 'content-type: text/plain', 'content-length: 1']
        errors.push(errorOf(method, await send(name, withBody, 'x')))
      }
      expect(errors.filter((error) => error !== undefined)).toEqual([])
    },
  )

  it.each(SERVICES)('answers with a problem where Node.js would reply by itself: %s', async (name) => {
    const sent = async (lines: string[], body?: string) => {
      const reply = await send(name, lines, body)
      return [reply.status, errorOf('', reply) ?? problemIn(reply).code]
    }
    const get = 'GET /healthz HTTP/1.1'
    const host = 'host: posthorn'

    expect(await sent(['CONNECT example.com:443 HTTP/1.1', host])).toEqual([405, 'method_not_allowed'])
    expect(await sent(['OPTIONS * HTTP/1.1', host])).toEqual([404, 'not_found'])
    expect(await sent(['GET http://posthorn/nothing?a=b HTTP/1.1', host])).toEqual([404, 'not_found'])
    expect(await sent([get])).toEqual([400, 'malformed_http'])
    expect(await sent([get, host, 'expect: the-unexpected'])).toEqual([417, 'expectation_failed'])
    expect(await sent(['BREW /healthz HTTP/1.1', host])).toEqual([400, 'malformed_http'])
    expect(await sent(['get /healthz HTTP/1.1', host])).toEqual([400, 'malformed_http'])
    expect(await sent(['GET /healthz HTTP/9.9', host])).toEqual([400, 'malformed_http'])
    expect(await sent([get, host, 'content-length: x'])).toEqual([400, 'malformed_http'])
    expect(await sent([get, host, `x-padding: ${'x'.repeat(20_000)}`])).toEqual([431, 'headers_too_large'])
    const smuggled = ['POST /healthz HTTP/1.1', host, 'content-length: 1', 'transfer-encoding: chunked']
    expect(await sent(smuggled, '0\r\n\r\n')).toEqual([400, 'malformed_http'])
    const extended = `1;${'x'.repeat(20_000)}\r\nx\r\n0\r\n\r\n`
    expect(await sent([get, host, 'transfer-encoding: chunked'], extended)).toEqual([400, 'malformed_http'])
  })

  // The API serves its dashboard at this path.
  it.each(['ingest', 'worker'] as const)('takes a URL without a path for its root: %s', async (name) => {
    const reply = await send(name, ['GET http://posthorn HTTP/1.1', 'host: posthorn'])
    expect([reply.status, problemIn(reply).code]).toEqual([404, 'not_found'])
  })

  it.each(SERVICES)('ignores an Upgrade, and meets the expectation 100-continue: %s', async (name) => {
    const upgrade = await send(name, ['GET /healthz HTTP/1.1', 'host: posthorn', 'upgrade: websocket'])
    expect(upgrade.status).toBe(200)
    const expecting = await send(name, ['GET /healthz HTTP/1.1', 'host: posthorn', 'expect: 100-continue'])
    expect([100, 200]).toContain(expecting.status)
  })

  it.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'QUERY'])(
    'does not treat a fixed part of a path as an id: %s …/events/batch',
    async (method) => {
      const path = '/v1/tenants/acme/events/batch'
      const reply = await send('api', [`${method} ${path}?a=b HTTP/1.1`, 'host: posthorn'])
      expect([reply.status, reply.headers['allow']]).toEqual([405, 'POST'])
      expect(reply.body).toMatch(method === 'HEAD' ? /^$/ : `There is no ${method} ${path}, only POST.`)
    },
  )

  it('has answered all of this without an error in its logs', () => {
    for (const name of SERVICES) {
      expect(posthorn.service(name).logged('http_request.failed')).toEqual([])
      expect(posthorn.service(name).output()).not.toMatch(/"level":(40|50|60)/)
    }
  })
})
