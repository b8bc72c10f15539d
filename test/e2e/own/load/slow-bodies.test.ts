import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { CreatedKey } from '@posthorn/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'
import type { ServiceName } from '../../../harness/service.ts'
import { sendWebhook, stripeWebhook } from '../../../harness/webhooks.ts'

const MIB = 1024 * 1024
const SECRET = 'whsec_of_stripe'
const SLOW_BODIES = 8
const TEST_MS = 240_000

interface Sender {
  /** Where large bodies are sent, and with which headers. */
  url: string
  headers: Record<string, string>
  /** Sends one. */
  send(): Promise<{ status: number }>
}

describe('slow bodies', () => {
  let posthorn: Posthorn
  const sockets: Socket[] = []
  beforeAll(async () => {
    posthorn = await startPosthorn({ services: ['api', 'ingest'] })
  }, TEST_MS)
  afterAll(async () => {
    for (const socket of sockets) socket.destroy()
    await posthorn.stop()
  })

  /** For a tenant of its own. */
  async function createSender(name: ServiceName): Promise<Sender> {
    const tenant = await posthorn.createTenant()
    if (name === 'ingest') {
      const source = await tenant.source({ name: 's', provider: 'stripe', secrets: [SECRET] })
      const body = JSON.stringify({ id: 'evt_1', type: 'order.paid', padding: 'x'.repeat(2 * MIB) })
      const webhook = stripeWebhook(SECRET, body)
      return {
        url: source.ingestUrl,
        headers: webhook.headers,
        send: () => sendWebhook(source.ingestUrl, webhook),
      }
    }
    const { key } = (await posthorn.api.post<CreatedKey>(`${tenant.path}/keys`, { role: 'publish' })).body
    const path = `${tenant.path}/events/batch`
    const item = { type: 'order.paid', data: { padding: 'x'.repeat(MIB / 2) } }
    return {
      url: `${posthorn.service('api').url}${path}`,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      send: () => posthorn.api.as(key).post(path, { events: [item, item, item, item] }),
    }
  }

  /** Announces a body, sends its first bytes and then nothing. */
  async function sendSlowly({ url, headers }: Sender, length: string): Promise<Socket> {
    const { hostname: host, port, pathname } = new URL(url)
    const socket = connect({ host, port: Number(port) })
    sockets.push(socket)
    socket.on('error', () => {})
    await once(socket, 'connect')
    const lines = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}`)
    socket.write([`POST ${pathname} HTTP/1.1`, ...lines, length, 'expect: 100-continue', '', ''].join('\r\n'))
    await once(socket, 'data')
    socket.write('2\r\n{"\r\n')
    return socket
  }

  it.each<[ServiceName, string, string]>([
    ['api', 'announced as 5 MiB', 'content-length: 5242880'],
    ['api', 'in chunks', 'transfer-encoding: chunked'],
    ['ingest', 'announced as 5 MiB', 'content-length: 5242880'],
    ['ingest', 'in chunks', 'transfer-encoding: chunked'],
  ])(
    'to the %s, %s, do not delay a large body of another tenant, and time out',
    async (name, _how, length) => {
      const [one, two, other] = await Promise.all([1, 2, 3].map(() => createSender(name)))
      if (one === undefined || two === undefined || other === undefined) throw new Error('no senders')
      const slow: Socket[] = []
      for (let n = 0; n < SLOW_BODIES; n += 1) slow.push(await sendSlowly(n % 2 === 0 ? one : two, length))
      const replies = slow.map(async (socket) => String((await once(socket, 'data'))[0]))

      expect((await other.send()).status).toBe(202)
      for (const reply of await Promise.all(replies)) {
        expect(reply).toMatch(/^HTTP\/1\.1 408 /)
        expect(reply).toContain('"code":"request_timeout"')
      }
    },
    TEST_MS,
  )
})
