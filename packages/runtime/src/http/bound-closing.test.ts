import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, it, onTestFinished } from 'vitest'
import { createMetrics } from '../health/metrics.ts'
import { createLogger } from '../logging/logger.ts'
import { createHttpApp } from './http-app.ts'

const REQUEST = 'GET /held HTTP/1.1\r\nhost: posthorn\r\n\r\n'
/** Beyond it a server has not closed by itself: clients have a minute to send a request. */
const CLOSED_MS_MAX = 20_000

/** An application with a route whose reply waits for `release`. */
async function startApp() {
  const app = createHttpApp({
    logger: createLogger({ service: 'test', level: 'silent' }),
    bodyBytesMax: 1024,
    metrics: createMetrics('test'),
  })
  const held = Promise.withResolvers<string>()
  const begun = Promise.withResolvers<void>()
  app.get('/held', () => {
    begun.resolve()
    return held.promise
  })
  app.post('/body', ({ body }) => body)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const open = async (...parts: string[]) => {
    const socket = connect({ host: '127.0.0.1', port })
    // A reset is one way in which the server may end it.
    socket.on('error', () => {})
    onTestFinished(() => void socket.destroy())
    await once(socket, 'connect')
    for (const part of parts) socket.write(part)
    return socket
  }
  return { app, open, begun: begun.promise, release: () => held.resolve('released') }
}

it.each([
  ['without a request', []],
  ['with a part of a request', ['GET /held HTTP/1.1\r\nhost: ']],
])(
  'an open connection %s does not keep an application from closing',
  { timeout: CLOSED_MS_MAX },
  async (_what, parts) => {
    const { app, open } = await startApp()
    await open(...parts)
    await app.close()
    expect(app.server.listening).toBe(false)
  },
)

it('a request in progress gets its reply before an application closes', {
  timeout: CLOSED_MS_MAX,
}, async () => {
  const { app, open, begun, release } = await startApp()
  const socket = await open(REQUEST)
  const unused = await open()
  await begun
  const closed = app.close()
  await once(unused, 'close')
  release()
  const reply = await text(socket)
  expect(reply).toMatch(/^HTTP\/1\.1 200 OK\r\n(?:.*\r\n)*connection: close\r\n(?:.*\r\n)*\r\nreleased$/)
  await closed
})

it('requests without an end do not keep an application from closing', {
  timeout: CLOSED_MS_MAX,
}, async () => {
  const { app, open, begun, release } = await startApp()
  await open(
    'POST /body HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 5\r\n\r\n"a',
  )
  await once(app.server, 'request')
  await open(REQUEST)
  await begun
  await app.close()
  expect(app.server.listening).toBe(false)
  release()
})
