import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { createHttpApp } from '../http/http-app.ts'
import { metricsRoute } from '../http/metrics-route.ts'
import { createLogger } from '../logging/logger.ts'
import { createMetrics } from './metrics.ts'

async function startApp() {
  const metrics = createMetrics('test')
  const app = createHttpApp({
    logger: createLogger({ service: 'test', level: 'silent' }),
    bodyBytesMax: 1024,
    metrics,
  })
  app.get('/things/:id', async (request) => request.params)
  await app.register(metricsRoute, { metrics })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const call = async (path: string, init?: RequestInit) => {
    const reply = await fetch(`http://127.0.0.1:${port}${path}`, init)
    await reply.arrayBuffer()
  }
  return { app, metrics, call }
}

/** The lines of one metric that count something, without its help. */
const linesOf = (text: string, name: string) => text.split('\n').filter((line) => line.startsWith(`${name}{`))

it('requests are counted by the pattern of their route, never by their path', async () => {
  const { app, metrics, call } = await startApp()
  for (let id = 0; id < 50; id += 1) {
    await call(`/things/${id}?secret=${id}`)
    await call(`/nothing/${id}`)
    await call(`/things/${id}`, { method: 'POST' })
    await call(`/things/${'x'.repeat(300 + id)}`)
    await call(`/%${id}%`)
  }
  const counts = linesOf(await metrics.text(), 'posthorn_http_request_duration_seconds_count')
  expect(counts.toSorted()).toEqual([
    'posthorn_http_request_duration_seconds_count{method="GET",route="/things/:id",status="200"} 50',
    expect.stringMatching(
      /^posthorn_http_request_duration_seconds_count\{method="GET",route="none",status="404"\} \d+$/,
    ),
    'posthorn_http_request_duration_seconds_count{method="POST",route="none",status="405"} 50',
  ])
  await app.close()
})

it('metrics are text that Prometheus reads, including those of the process', async () => {
  const { app, metrics } = await startApp()
  metrics
    .counter({ name: 'posthorn_tests_total', help: 'Tests.', labelNames: ['result'] })
    .inc({ result: 'passed' })
  const reply = await app.inject('/metrics')
  expect([reply.statusCode, reply.headers['content-type']]).toEqual([
    200,
    'text/plain; version=0.0.4; charset=utf-8',
  ])
  expect(reply.body).toContain(
    '# TYPE posthorn_tests_total counter\nposthorn_tests_total{result="passed"} 1\n',
  )
  expect(reply.body).toContain('# TYPE process_resident_memory_bytes gauge\n')
  await app.close()
})
