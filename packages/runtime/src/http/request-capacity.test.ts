import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import { createMetrics } from '../health/metrics.ts'
import { createLogger } from '../logging/logger.ts'
import { createHttpApp } from './http-app.ts'
import { shareRequestCapacity } from './request-capacity.ts'

/** More than all requests that may be in progress. */
const ABORTED = 300
const closing: (() => Promise<unknown>)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

/** An application whose decision about a request, or whose work, lasts until the test lets it go on. */
async function startApp(waits: 'before it enters' | 'in its handler') {
  const app = createHttpApp({
    logger: createLogger({ service: 'test', level: 'silent' }),
    bodyBytesMax: 1024,
    metrics: createMetrics('test'),
  })
  const released = Promise.withResolvers<void>()
  const counts = { waiting: 0, over: 0 }
  const wait = async (isSlow: boolean) => {
    if (!isSlow) return
    counts.waiting += 1
    await released.promise
    counts.over += 1
  }
  const capacity = shareRequestCapacity(app)
  app.addHook('onRequest', async (request, reply) => {
    await wait(waits === 'before it enters' && request.url === '/slow')
    await capacity.enter(request, reply, 'tenant')
  })
  app.get('/slow', async () => {
    await wait(waits === 'in its handler')
    return {}
  })
  app.get('/', async () => ({}))
  await app.listen({ host: '127.0.0.1', port: 0 })
  closing.push(() => app.close())
  const { port } = app.server.address() as AddressInfo
  return { port, counts, release: released.resolve }
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await setTimeout(5)
}

async function sendAndAbort(port: number): Promise<() => Promise<void>> {
  const socket = connect({ host: '127.0.0.1', port })
  socket.on('error', () => {})
  await once(socket, 'connect')
  socket.write('GET /slow HTTP/1.1\r\nhost: posthorn\r\n\r\n')
  return async () => {
    socket.resetAndDestroy()
    await once(socket, 'close')
  }
}

it.each([
  // Of one tenant, so many are in progress at a time; while it is decided about them, all are.
  ['before it enters', ABORTED],
  ['in its handler', 100],
] as const)(
  'returns the slots of requests whose clients have gone %s',
  async (when, atOnce) => {
    for (let aborted = 0; aborted < ABORTED; aborted += atOnce) {
      const app = await startApp(when)
      const aborts = await Promise.all(Array.from({ length: atOnce }, () => sendAndAbort(app.port)))
      await until(() => app.counts.waiting === atOnce)
      await Promise.all(aborts.map((abort) => abort()))
      // The server hears of it a little later.
      await setTimeout(50)
      app.release()
      await until(() => app.counts.over === atOnce)
      const replies = await Promise.all(
        Array.from({ length: 150 }, () =>
          fetch(`http://127.0.0.1:${app.port}/`).then(({ status }) => status),
        ),
      )
      expect(new Set(replies)).toEqual(new Set([200]))
    }
  },
  60_000,
)
