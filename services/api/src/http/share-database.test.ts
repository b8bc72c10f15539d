import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { createHttpApp, createLogger, createMetrics, shareRequestCapacity } from '@posthorn/runtime'
import { afterEach, expect, it } from 'vitest'
import { HandlerSlots, shareDatabase } from './share-database.ts'

const LARGE_REPLY = 'x'.repeat(512 * 1024)
/** More than the buffers of a connection hold. */
const HUGE_REPLY = Buffer.alloc(24 * 1024 * 1024)
/** Of handlers, for a single busy tenant. */
const SLOTS_OF_TENANT = 6
/** More than there are slots. */
const ROUNDS = 10

const closing: (() => Promise<unknown>)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

/** An application whose handlers of large replies wait until the test lets them continue. */
async function startApp() {
  const app = createHttpApp({
    logger: createLogger({ service: 'test', level: 'silent' }),
    bodyBytesMax: 1024,
    metrics: createMetrics('api'),
  })
  const capacity = shareRequestCapacity(app)
  const waiting: { proceed: () => void; gone: () => boolean }[] = []
  app.addHook('onRequest', (request, reply) => capacity.enter(request, reply, 'tenant'))
  shareDatabase(app, new HandlerSlots())
  app.get('/large', async (request) => {
    await new Promise<void>((proceed) => {
      waiting.push({ proceed, gone: () => request.capacity?.signal.aborted ?? false })
    })
    return LARGE_REPLY
  })
  let unread = 0
  app.get('/huge', async () => {
    unread += 1
    return HUGE_REPLY
  })
  app.get('/', async () => ({}))
  await app.listen({ host: '127.0.0.1', port: 0 })
  closing.push(() => app.close())
  return { port: (app.server.address() as AddressInfo).port, waiting, unread: () => unread }
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await setTimeout(5)
}

it('lets clients that do not read large replies keep no slot from other requests', async () => {
  const { port, unread } = await startApp()
  const sockets = Array.from({ length: 14 }, () => connect({ host: '127.0.0.1', port }))
  for (const socket of sockets) {
    socket.pause().on('error', () => {})
    socket.write('GET /huge HTTP/1.1\r\nhost: posthorn\r\n\r\n')
  }
  await until(() => unread() >= SLOTS_OF_TENANT)
  const { status } = await fetch(`http://127.0.0.1:${port}/`)
  expect(status).toBe(200)
  for (const socket of sockets) socket.destroy()
}, 60_000)

it.each([1, 2])(
  'releases the slot of a large reply whose client has gone before it, of %i requests on its connection',
  async (requests) => {
    const { port, waiting } = await startApp()
    for (let round = 0; round < ROUNDS; round += 1) {
      const socket = connect({ host: '127.0.0.1', port })
      socket.on('error', () => {})
      await once(socket, 'connect')
      socket.write('GET /large HTTP/1.1\r\nhost: posthorn\r\n\r\n'.repeat(requests))
      await until(() => waiting.length === requests)
      socket.resetAndDestroy()
      await until(() => waiting.every(({ gone }) => gone()))
      for (const { proceed } of waiting.splice(0)) proceed()
    }
    const { status } = await fetch(`http://127.0.0.1:${port}/`)
    expect(status).toBe(200)
  },
  60_000,
)
