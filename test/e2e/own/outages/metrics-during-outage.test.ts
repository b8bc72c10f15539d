import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ProxiedPosthorn, startProxiedPosthorn } from '../../../harness/database/proxied-posthorn.ts'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'
import { OWN_REDIS } from '../../../harness/redis/redis.ts'
import { waitUntil } from '../../../harness/wait-until.ts'
import { scrape, valueOf } from '../../../metrics/scrape.ts'

const SERVICES = ['api', 'ingest', 'worker'] as const
/** Less than any time limit of a query or of a connection. */
const PROMPT_MS = 1500

describe('while PostgreSQL hangs, the metrics', () => {
  let posthorn: ProxiedPosthorn
  beforeAll(async () => {
    posthorn = await startProxiedPosthorn()
  })
  afterAll(() => posthorn?.stop())

  it.each(SERVICES)('of the %s are served without delay, and show that it is down', async (name) => {
    const { url } = posthorn.service(name)
    const isUp = async () =>
      valueOf(await scrape(url), 'posthorn_dependency_up', { dependency: 'postgresql' }) === 1
    await waitUntil('PostgreSQL to be up', isUp)
    posthorn.proxy.hang()
    const durationsMs: number[] = []
    await waitUntil('PostgreSQL to be down', async () => {
      const startMs = performance.now()
      const isStillUp = await isUp()
      durationsMs.push(performance.now() - startMs)
      return !isStillUp
    })
    // The machine may be busy for a while; a scrape that waited for PostgreSQL would never be fast.
    expect(durationsMs.toSorted((a, b) => a - b)[Math.floor(durationsMs.length / 2)]).toBeLessThan(PROMPT_MS)
    await posthorn.proxy.pass()
  })
})

describe.runIf(OWN_REDIS)('while Redis is down, the metrics', () => {
  let posthorn: Posthorn
  beforeAll(async () => {
    posthorn = await startPosthorn({ queue: 'redis', services: ['api'] })
  })
  afterAll(() => posthorn.stop())

  it('count the deliveries that were not added to the queue, and show that it is down', async () => {
    const { url } = posthorn.service('api')
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: 'http://127.0.0.1:1' })
    await posthorn.redis?.stop()
    const published = await posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
    expect(published.status).toBe(202)
    // Each dependency is checked for itself, and has no value before its first check.
    await waitUntil('the failure to be counted', async () => {
      const samples = await scrape(url)
      const up = (dependency: string) => valueOf(samples, 'posthorn_dependency_up', { dependency })
      const isCounted = valueOf(samples, 'posthorn_queue_reminders_total', { outcome: 'failed' }) === 1
      return isCounted && up('queue') === 0 && up('postgresql') === 1
    })
    expect(valueOf(await scrape(url), 'posthorn_queue_reminders_total', { outcome: 'added' })).toBe(0)
  })
})
