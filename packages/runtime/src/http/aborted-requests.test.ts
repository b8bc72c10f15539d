import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { createMetrics } from '../health/metrics.ts'
import { createLogger } from '../logging/logger.ts'
import { createHttpApp } from './http-app.ts'

/** More than the buffers of a connection hold. */
const LARGE = 'x'.repeat(16 * 1024 * 1024)
const closing: (() => Promise<unknown>)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

async function startApp() {
  const metrics = createMetrics('test')
  const app = createHttpApp({
    logger: createLogger({ service: 'test', level: 'silent' }),
    bodyBytesMax: 1024,
    metrics,
  })
  const replied = Promise.withResolvers<void>()
  app.get('/large', async (_, reply) => {
    queueMicrotask(replied.resolve)
    return reply.send(LARGE)
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  closing.push(() => app.close())
  const { port } = app.server.address() as AddressInfo
  return { app, metrics, port, replied: replied.promise }
}

it('a request whose client disconnects before its whole reply was sent is counted once, as aborted', async () => {
  const { app, metrics, port, replied } = await startApp()
  const socket = connect({ host: '127.0.0.1', port })
  await once(socket, 'connect')
  const ended = new Promise<void>((resolve) => {
    app.server.once('request', (_, response) => response.once('close', resolve))
  })
  socket.write('GET /large HTTP/1.1\r\nhost: posthorn\r\n\r\n')
  await replied
  socket.resetAndDestroy()
  await ended
  const counted = (await metrics.text())
    .split('\n')
    .filter((line) => line.startsWith('posthorn_http_request_duration_seconds_count{'))
  expect(counted).toEqual([expect.stringMatching(/route="\/large",status="499"\} 1$/)])
})
