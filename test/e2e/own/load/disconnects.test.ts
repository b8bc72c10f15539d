import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN_KEY, type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'
import type { Service, ServiceName } from '../../../harness/service.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const WARN = 40

describe('a client that disconnects', () => {
  let posthorn: Posthorn
  let ingestPath: string
  let tenantPath: string
  beforeAll(async () => {
    posthorn = await startPosthorn({ env: { LOG_LEVEL: 'debug' } })
    const tenant = await posthorn.createTenant()
    tenantPath = tenant.path
    const source = await tenant.source({ name: 's', provider: 'stripe', secrets: ['whsec_1'] })
    ingestPath = new URL(source.ingestUrl).pathname
  })
  afterAll(() => posthorn.stop())

  /** Sends the beginning of a request, and disconnects as soon as the service has its headers. */
  async function disconnectAfter(service: Service, lines: string[], body: string): Promise<void> {
    const { hostname: host, port } = new URL(service.url)
    const socket = connect({ host, port: Number(port) })
    socket.on('error', () => {})
    await once(socket, 'connect')
    socket.write([...lines, 'expect: 100-continue', '', ''].join('\r\n'))
    await once(socket, 'data')
    await new Promise((resolve) => {
      socket.write(body, resolve)
    })
    socket.destroy()
  }

  const warnings = (service: Service) =>
    service
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{') && (JSON.parse(line) as { level: number }).level >= WARN)

  const rest = [
    `authorization: Bearer ${ADMIN_KEY}`,
    'host: posthorn',
    'content-type: application/json',
    // A plausible signature: without one, ingest refuses the request before it reads the body.
    `stripe-signature: t=${Math.floor(Date.now() / 1000)},v1=${'0'.repeat(64)}`,
  ]

  it.each<[ServiceName, way: string, head: string[], body: string]>([
    ['api', 'within a body', ['content-length: 100'], '{"type":'],
    ['api', 'within a chunk', ['transfer-encoding: chunked'], '10\r\n{"type":'],
    ['ingest', 'within a body', ['content-length: 100'], '{"type":'],
    ['ingest', 'within a chunk', ['transfer-encoding: chunked'], '10\r\n{"type":'],
  ])(
    'during a request to the %s, %s, is one line in its log and no error',
    async (name, _way, head, body) => {
      const service = posthorn.service(name)
      const before = service.logged('http_request.aborted').length
      const path = name === 'api' ? `${tenantPath}/events` : ingestPath
      await disconnectAfter(service, [`POST ${path} HTTP/1.1`, ...rest, ...head], body)

      const aborted = await waitUntil('the log line', () => {
        const lines = service.logged('http_request.aborted').slice(before)
        return lines.length > 0 && lines
      })
      expect(aborted).toMatchObject([{ level: 30, method: 'POST', requestId: expect.any(String) }])
      expect(warnings(service)).toEqual([])
    },
  )

  it.each<ServiceName>(['api', 'ingest', 'worker'])(
    'during a request to the %s after a refusal, or within the headers, is no error',
    async (name) => {
      const service = posthorn.service(name)
      await disconnectAfter(service, ['POST /nothing HTTP/1.1', ...rest, 'content-length: 100'], '{')
      const { hostname: host, port } = new URL(service.url)
      const socket = connect({ host, port: Number(port) })
      await once(socket, 'connect')
      await new Promise((resolve) => {
        socket.write('GET /healthz HTTP/1.1\r\nhost:', resolve)
      })
      socket.destroy()

      const { status } = await fetch(`${service.url}/healthz`)
      expect([status, warnings(service)]).toEqual([200, []])
    },
  )
})
