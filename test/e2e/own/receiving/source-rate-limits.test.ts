import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Reply } from '../../../harness/api-client.ts'
import { type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'
import { BACKENDS, OWN_REDIS } from '../../../harness/redis/redis.ts'
import { waitUntil } from '../../../harness/wait-until.ts'
import { sendWebhook, stripeWebhook } from '../../../harness/webhooks.ts'

const SECRET = 'whsec_of_stripe'
const LIMIT = 5
const BURST = 200
const PROMPT_MS = 3000
/** Counts that a process makes at once (services/ingest/src/source-rate-limit.ts): they begin before the limit is reached. */
const COUNTS_MAX = 4

describe.each(BACKENDS)('the rate limit of a source, counted on %s,', (queue) => {
  let posthorn: Posthorn
  let tenant: Tenant
  let urls: string[]
  let sent = 0
  beforeAll(async () => {
    posthorn = await startPosthorn({ queue, services: ['api', 'ingest'] })
    urls = [posthorn.service('ingest').url, (await posthorn.start('ingest')).url]
    tenant = await posthorn.createTenant()
  })
  afterAll(() => posthorn.stop())

  /** A burst of webhooks to a new source, again until it was counted within one second. */
  function burstInOneSecond(processes: string[], acceptedMax: number) {
    return waitUntil(`${BURST} requests to be counted in one second`, async () => {
      const { id } = await tenant.source({
        name: `stripe-${sent++}`,
        provider: 'stripe',
        secrets: [SECRET],
        rateLimitPerSecond: LIMIT,
      })
      const begin = Date.now()
      const replies = await Promise.all(
        Array.from({ length: BURST }, (_, index) => {
          const webhook = stripeWebhook(SECRET, JSON.stringify({ id: `evt_${sent++}`, type: 'a.b' }))
          return sendWebhook<unknown>(`${processes[index % processes.length]}/webhooks/${id}`, webhook)
        }),
      )
      const durationMs = Date.now() - begin
      return countOf(202, replies) <= acceptedMax && { id, replies, durationMs }
    })
  }

  const countOf = (wanted: number, replies: Reply<unknown>[]) =>
    replies.filter(({ status }) => status === wanted).length

  it('is that of all processes together', async () => {
    const { replies } = await burstInOneSecond(urls, LIMIT)
    expect([countOf(202, replies), countOf(429, replies)]).toEqual([LIMIT, BURST - LIMIT])
  })

  it.runIf(queue === 'postgres')('costs few statements, however large a burst is', async () => {
    const { id } = await burstInOneSecond(urls, LIMIT)
    const [counted] = await posthorn.database.query<{ points: number }>(
      'SELECT points FROM rate_limits WHERE key = $1',
      [id],
    )
    expect(counted?.points).toBeLessThanOrEqual(LIMIT + urls.length * COUNTS_MAX)
    const recorded = await posthorn.database.query(
      `SELECT FROM requests WHERE source_id = $1 AND cause = 'rate_limited'`,
      [id],
    )
    expect(recorded.length).toBeGreaterThan(0)
    // Of each process in a minute; a second minute may begin.
    expect(recorded.length).toBeLessThanOrEqual(urls.length * 2 * 5)
  })

  it('is counted as refused in the metrics, each request', async () => {
    const [url = ''] = urls
    const throttled = async () => {
      const text = await (await fetch(`${url}/metrics`)).text()
      return Number(/^posthorn_ingest_requests_total\{.*cause="rate_limited".*\} (\d+)$/m.exec(text)?.[1])
    }
    const before = await throttled()
    const { replies } = await burstInOneSecond([url], LIMIT)
    expect((await throttled()) - before).toBeGreaterThanOrEqual(countOf(429, replies))
  })

  it.runIf(queue === 'redis' && OWN_REDIS)(
    'is that of each process alone while Redis is unavailable',
    async () => {
      await posthorn.redis?.stop()
      const { replies, durationMs } = await burstInOneSecond(urls, urls.length * LIMIT)
      expect(countOf(202, replies)).toBe(urls.length * LIMIT)
      expect(durationMs).toBeLessThan(PROMPT_MS)
      await posthorn.redis?.restart()
    },
  )
})
