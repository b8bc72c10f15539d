import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiClient } from '../../../harness/api-client.ts'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'
import { startReceiver } from '../../../harness/receiver.ts'
import type { ServiceName } from '../../../harness/service.ts'
import { waitUntil } from '../../../harness/wait-until.ts'
import { sendWebhook, stripeWebhook } from '../../../harness/webhooks.ts'

describe('the metrics', () => {
  let posthorn: Posthorn
  beforeAll(async () => {
    posthorn = await startPosthorn()
  })
  afterAll(() => posthorn.stop())

  /** Reads them as Prometheus does, without a key. */
  async function metricsOf(name: ServiceName): Promise<Map<string, number>> {
    const { status, headers, text } = await apiClient(posthorn.service(name).url, undefined).get('/metrics')
    expect([status, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8'])
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
    return new Map(
      lines.map((line) => {
        const end = line.lastIndexOf(' ')
        return [line.slice(0, end), Number(line.slice(end + 1))]
      }),
    )
  }

  it.each(['api', 'ingest', 'worker'] as const)(
    'of the %s need no key, and include those of a process',
    async (name) => {
      const metrics = await metricsOf(name)
      expect(metrics.get('process_resident_memory_bytes')).toBeGreaterThan(1e6)
      expect([...metrics.keys()].some((key) => key.startsWith('nodejs_eventloop_lag_p99_seconds'))).toBe(true)
    },
  )

  it('count events, requests and attempts, and name no tenant and no id', async () => {
    const receiver = await startReceiver()
    const silent = await startReceiver()
    await silent.close()
    const tenant = await posthorn.createTenant()
    const endpoint = await tenant.endpoint({ url: receiver.url })
    const broken = await tenant.endpoint({ url: silent.url, retrySchedule: [0] })
    const source = await tenant.source({ name: 'pay', provider: 'stripe', secrets: ['whsec_1'] })
    const events = `${tenant.path}/events`
    const event = { type: 'order.paid', data: {} }
    for (const id of ['a', 'b', 'b']) await posthorn.api.post(events, { ...event, id })
    await posthorn.api.post(`${events}/batch`, {
      events: [event, { ...event, id: 'a' }, { type: '?' }, event],
    })
    await posthorn.api.get(`${tenant.path}/nothing/here`)
    const inbound = stripeWebhook('whsec_1', '{"id":"evt_1","type":"charge.succeeded"}')
    for (const status of [202, 200]) {
      expect((await sendWebhook(source.ingestUrl, inbound)).status).toBe(status)
    }
    await tenant.settled(10)

    const api = await metricsOf('api')
    expect(api.get('posthorn_events_total{via="api"}')).toBe(4)
    const requests = (labels: string) => `posthorn_http_request_duration_seconds_count{${labels}}`
    const publishing = 'method="POST",route="/v1/tenants/:tenant/events"'
    expect(api.get(requests(`${publishing},status="202"`))).toBe(2)
    expect(api.get(requests(`${publishing},status="200"`))).toBe(1)
    expect(api.get(requests('method="GET",route="none",status="404"'))).toBe(1)
    const ingest = await metricsOf('ingest')
    expect(ingest.get('posthorn_events_total{via="ingest"}')).toBe(1)
    expect(ingest.get(requests('method="POST",route="/webhooks/:sourceId",status="202"'))).toBe(1)

    const worker = await waitUntil('the attempts to be counted', async () => {
      const metrics = await metricsOf('worker')
      const failed = metrics.get('posthorn_attempts_total{outcome="failed",error_code="connection_refused"}')
      return failed === 5 && metrics
    })
    expect(worker.get('posthorn_attempts_total{outcome="succeeded",error_code="none"}')).toBe(5)
    expect(worker.get('posthorn_attempts_total{outcome="retry",error_code="connection_refused"}')).toBe(5)
    expect(worker.get('posthorn_attempt_duration_seconds_count{outcome="succeeded"}')).toBe(5)
    for (const metrics of [api, ingest, worker]) {
      const names = [...metrics.keys()].join('\n')
      for (const id of [tenant.id, endpoint.id, broken.id, source.id]) expect(names).not.toContain(id)
    }
    await receiver.close()
  })

  it('count overdue deliveries', async () => {
    const tenant = await posthorn.createTenant()
    const { id } = await tenant.endpoint({ url: 'http://127.0.0.1:1', retrySchedule: [3600] })
    await posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
    const overdue = async () => (await metricsOf('worker')).get('posthorn_deliveries_overdue')
    await waitUntil('the maintenance round to run', async () => (await overdue()) === 0)
    await waitUntil('the attempt to be recorded', async () => {
      const rows = await posthorn.database.query(
        "SELECT FROM deliveries WHERE endpoint_id = $1 AND next_attempt_at > now() + interval '10 minutes'",
        [id],
      )
      return rows.length === 1
    })
    // Simulates a delivery that has been due for long without being taken.
    await posthorn.database.query(
      "UPDATE deliveries SET next_attempt_at = now() - interval '1 minute', remind_at = now() + interval '1 minute' WHERE endpoint_id = $1",
      [id],
    )
    await waitUntil('it to be counted', async () => (await overdue()) !== 0)
    expect(await overdue()).toBe(1)
  })
})
