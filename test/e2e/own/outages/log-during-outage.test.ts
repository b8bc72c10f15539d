import { describe, expect, it } from 'vitest'
import { freePort } from '../../../harness/free-port.ts'
import { startPosthorn } from '../../../harness/posthorn.ts'
import { OWN_REDIS } from '../../../harness/redis/redis.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const EVENTS = 60

describe('while a dependency is unavailable', () => {
  it('the worker does not log a line for each waiting delivery', async () => {
    const proxy = `http://127.0.0.1:${await freePort()}`
    const posthorn = await startPosthorn({ services: ['api', 'worker'], env: { EGRESS_PROXY_URL: proxy } })
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: 'https://example.com/', maxInFlight: 100 })
    const events = Array.from({ length: EVENTS }, () => ({ type: 'order.paid', data: {} }))
    await posthorn.api.post(`${tenant.path}/events/batch`, { events })
    await waitUntil('all deliveries to be postponed', async () => {
      const rows = await posthorn.database.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM deliveries d WHERE remind_at > created_at + interval '12 seconds'
           AND NOT EXISTS (SELECT FROM leases WHERE delivery_id = d.id)`,
      )
      return rows[0]?.count === EVENTS
    })
    const lines = posthorn.service('worker').logged('delivery.send_failed')
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.length).toBeLessThan(5)
    expect(JSON.stringify(lines[0])).toContain('proxy')
    await posthorn.stop()
  })

  it.runIf(OWN_REDIS)('the API does not log a line for each event or each connection attempt', async () => {
    const posthorn = await startPosthorn({ queue: 'redis', services: ['api'] })
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: 'https://example.com/' })
    await posthorn.redis?.stop()
    for (let count = 0; count < EVENTS; count += 1) {
      const { status } = await posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
      expect(status).toBe(202)
    }
    const output = posthorn.service('api').output().split('\n')
    expect(output.filter((line) => line.includes('queue.add_failed')).length).toBeGreaterThan(0)
    expect(output.filter((line) => /"level":(?:40|50)/.test(line)).length).toBeLessThan(10)
    await posthorn.stop()
  })
})
