import { once } from 'node:events'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterEach, expect, it, vi } from 'vitest'
import { createMetrics } from '../health/metrics.ts'
import { createLogger } from '../logging/logger.ts'
import { createHttpApp } from './http-app.ts'

vi.setConfig({ testTimeout: 60_000 })

const MIB = 1024 * 1024
const closing: (() => Promise<unknown>)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

/** A connection to an app that takes bodies of 1 KiB, each with the time that a request may take. */
async function connectToApp(requestMsMax?: number): Promise<Socket> {
  const app = createHttpApp({
    logger: createLogger({ service: 'test', level: 'silent' }),
    bodyBytesMax: 1024,
    metrics: createMetrics('test'),
    ...(requestMsMax === undefined ? {} : { requestMsMax }),
  })
  app.post('/things', async () => ({}))
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const socket = connect({ host: '127.0.0.1', port })
  socket.on('error', () => {}) // what is written may find the connection closed
  closing.push(async () => {
    socket.destroy()
    await app.close()
  })
  await once(socket, 'connect')
  return socket
}

const head = (length: string) =>
  `POST /things HTTP/1.1\r\nhost: posthorn\r\ncontent-type: application/json\r\n${length}\r\n\r\n`

function write(socket: Socket, data: string | Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.write(data, (error) => (error ? reject(error) : resolve()))
  })
}

/** The status of each of so many replies. */
async function statusesOf(socket: Socket, count: number): Promise<string[]> {
  let received = ''
  for await (const data of socket.iterator({ destroyOnReturn: false })) {
    received += String(data)
    const statuses = [...received.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status = '']) => status)
    if (statuses.length >= count) return statuses
  }
  throw new Error(`the connection was closed after: ${received}`)
}

const body = Buffer.alloc(20 * MIB, ' ')
const chunk = `${(64 * 1024).toString(16)}\r\n${' '.repeat(64 * 1024)}\r\n`

it.each([
  ['of a length that is told', [head(`content-length: ${body.length}`), body]],
  ['in chunks', [head('transfer-encoding: chunked'), chunk.repeat(320), '0\r\n\r\n']],
])(
  'a body that is too large, %s, is read on: its sender gets the reply, and the connection is kept',
  async (_name, parts) => {
    const socket = await connectToApp()
    for (const part of parts) await write(socket, part)
    await write(socket, `${head('content-length: 2')}{}`)

    expect(await statusesOf(socket, 2)).toEqual(['413', '200'])
  },
)

it('an endless body is read no longer than the time limit of a request', async () => {
  const socket = await connectToApp(500)
  await write(socket, head('transfer-encoding: chunked'))
  const sending = (async () => {
    for (;;) await write(socket, chunk)
  })()

  await expect(sending).rejects.toMatchObject({
    code: expect.stringMatching(/^(ECONNRESET|EPIPE|ERR_STREAM_DESTROYED)$/),
  })
})
