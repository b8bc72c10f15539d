import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '../../../harness/free-port.ts'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../../../harness/receiver.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

/** A worker records four spans for each: more than may wait for their export. */
const EVENTS = 600
const BATCHES = 2
const DELIVERED_MS = 60_000
/** The last export takes two seconds at most; the processes of the machine take turns. */
const STOP_MS_MAX = 15_000

describe.each(['refuses connections', 'accepts connections and never answers'])(
  'a collector that %s',
  (how) => {
    let posthorn: Posthorn
    let receiver: Receiver
    let server: Server | undefined
    beforeAll(async () => {
      const port = await freePort()
      if (how !== 'refuses connections') {
        server = createServer(() => {}).listen(port, '127.0.0.1')
        await once(server, 'listening')
      }
      receiver = await startReceiver()
      const env = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` }
      posthorn = await startPosthorn({ services: ['api', 'worker'], env })
    })
    afterAll(async () => {
      await posthorn.stop()
      await receiver.close()
      server?.close()
    })

    it('delays no publishing and no delivery', async () => {
      const tenant = await posthorn.createTenant()
      await tenant.endpoint({ url: receiver.url, maxInFlight: 100 })
      const events = Array.from({ length: EVENTS }, (_, n) => ({ type: 'order.paid', data: { n } }))
      for (let batch = 0; batch < BATCHES; batch++) {
        const { status } = await posthorn.api.post(`${tenant.path}/events/batch`, { events })
        expect(status).toBe(202)
      }
      await receiver.waitFor(EVENTS * BATCHES, DELIVERED_MS)
      await waitUntil('all attempts to be recorded', () => {
        const attempts = posthorn.service('worker').logged('delivery.attempted')
        return attempts.length === EVENTS * BATCHES
      })
      expect(receiver.received).toHaveLength(EVENTS * BATCHES)
    })

    it('is mentioned in the log, in few lines', async () => {
      const worker = posthorn.service('worker')
      const lines = await waitUntil('the failed export to be logged', () => {
        const logged = worker.logged('trace.export_failed')
        return logged.length > 0 && logged
      })
      expect(lines.length).toBeLessThan(5)
    })

    it('loses spans, which are counted', async () => {
      const lost = await waitUntil('lost spans to be counted', async () => {
        const metrics = await (await fetch(`${posthorn.service('worker').url}/metrics`)).text()
        return Number(/^posthorn_spans_lost_total (\d+)$/m.exec(metrics)?.[1] ?? 0) || undefined
      })
      expect(lost).toBeGreaterThan(0)
    })

    it('delays the end of a service by little', async () => {
      const from = performance.now()
      await Promise.all([posthorn.service('api').stop(), posthorn.service('worker').stop()])
      expect(performance.now() - from).toBeLessThan(STOP_MS_MAX)
      expect(posthorn.service('worker').logged('service.stopped')).toHaveLength(1)
    })
  },
)
