import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiClient } from '../../../harness/api-client.ts'
import { countStatuses } from '../../../harness/database/ended-deliveries.ts'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'
import { startReceiver } from '../../../harness/receiver.ts'
import { BACKENDS } from '../../../harness/redis/redis.ts'
import type { Service } from '../../../harness/service.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

/** For thousands of deliveries to one endpoint on a busy machine. */
const DEADLINE_MS = 120_000
const BATCHES = 3
const EVENTS_OF_BATCH = 1000
const EVENTS = BATCHES * EVENTS_OF_BATCH
/** Each worker has at least this share. */
const SHARE_MIN = 1 / 4

describe.each(BACKENDS)('with the queue on %s, two workers', (queue) => {
  let posthorn: Posthorn
  beforeAll(async () => {
    posthorn = await startPosthorn({ services: ['api'], queue })
  })
  afterAll(() => posthorn.stop())

  async function waiting(endpointId: string): Promise<number | undefined> {
    const [row] = await posthorn.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM deliveries
       WHERE endpoint_id = $1 AND status = 'pending' AND remind_at IS NULL`,
      [endpointId],
    )
    return row?.count
  }

  it('share a backlog: each event is delivered once, and each worker makes a good part of the attempts', {
    timeout: 2 * DEADLINE_MS,
  }, async () => {
    const receiver = await startReceiver()
    const tenant = await posthorn.createTenant()
    const { id } = await tenant.endpoint({ url: receiver.url, maxInFlight: 200 })
    for (let batch = 0; batch < BATCHES; batch += 1) {
      const events = Array.from({ length: EVENTS_OF_BATCH }, () => ({ type: 'order.paid', data: {} }))
      expect((await posthorn.api.post(`${tenant.path}/events/batch`, { events })).status).toBe(202)
    }
    // No delivery is due before both workers run.
    await posthorn.api.post(`${tenant.path}/endpoints/${id}/disable`, {})
    const workers = await Promise.all([posthorn.start('worker'), posthorn.start('worker')])
    await waitUntil('all of them to wait for the endpoint', async () => (await waiting(id)) === EVENTS)
    await posthorn.api.post(`${tenant.path}/endpoints/${id}/enable`, {})
    await waitUntil(
      'all of them to be delivered',
      async () => {
        const { pending = 0 } = await countStatuses(posthorn, tenant)
        return pending === 0
      },
      DEADLINE_MS,
    )

    expect(await countStatuses(posthorn, tenant)).toEqual({ succeeded: EVENTS })
    const ids = receiver.received.map(({ headers }) => headers['webhook-id'])
    expect([ids.length, new Set(ids).size]).toEqual([EVENTS, EVENTS])
    const attempts = await waitUntil('all attempts to be counted', async () => {
      const counts = await Promise.all(workers.map(attemptsOf))
      return counts.reduce((sum, count) => sum + count, 0) >= EVENTS && counts
    })
    expect(attempts.reduce((sum, count) => sum + count, 0)).toBe(EVENTS)
    expect(Math.min(...attempts) / EVENTS).toBeGreaterThanOrEqual(SHARE_MIN)
    await receiver.close()
  })
})

/** The number of attempts that a worker reports. */
async function attemptsOf({ url }: Service): Promise<number> {
  const { text } = await apiClient(url, undefined).get('/metrics')
  const counts = [...text.matchAll(/^posthorn_attempts_total\{.*\} (\d+)$/gm)]
  return counts.reduce((sum, [, count]) => sum + Number(count), 0)
}
