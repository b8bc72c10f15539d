import type { EventSummary, Page } from '@posthorn/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeEndpoints } from '../../../harness/database/many-endpoints.ts'
import { reply } from '../../../harness/expected.ts'
import { publishLoad } from '../../../harness/load.ts'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'
import { startReceiver } from '../../../harness/receiver.ts'
import { BACKENDS, OWN_REDIS } from '../../../harness/redis/redis.ts'
import { waitUntil } from '../../../harness/wait-until.ts'
import { sendWebhook, standardWebhook, stripeWebhook } from '../../../harness/webhooks.ts'

const RECOVERY_MS = 30_000
const PROMPT_MS = 3000
/** With a pause after each of them, waking all would take two minutes. */
const WAITING_ENDPOINTS = 600
const WOKEN_MS = 60_000
/** Well before a worker that does not stop is killed. */
const STOP_MS = 12_000
const SECRET = `whsec_${Buffer.alloc(32, 3).toString('base64')}`

const started = new Map<string, Posthorn>()
beforeAll(async () => {
  await Promise.all(BACKENDS.map(async (queue) => started.set(queue, await startPosthorn({ queue }))))
})
afterAll(() => Promise.all([...started.values()].map((posthorn) => posthorn.stop())))

function posthornOn(queue: string): Posthorn {
  const posthorn = started.get(queue)
  if (posthorn === undefined) throw new Error(`no Posthorn was started with the queue on ${queue}`)
  return posthorn
}

describe.each(BACKENDS)('a queue on %s that loses all jobs', (queue) => {
  it('loses no delivery: the rows say what is pending', async () => {
    const posthorn = posthornOn(queue)
    let broken = true
    const receiver = await startReceiver(() => ({ status: broken ? 503 : 200 }))
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url, retrySchedule: [3, 3] })
    const { accepted } = await publishLoad(posthorn.api, {
      tenant: tenant.path,
      connections: 2,
      // Too few to open the circuit: this tests the queue.
      isOver: (count) => count >= 8,
    })
    await receiver.waitFor(accepted.length)

    await emptyQueue(posthorn)
    broken = false

    const deliveries = await tenant.settled(accepted.length, RECOVERY_MS)
    expect(deliveries.map(({ status }) => status)).toEqual(accepted.map(() => 'succeeded'))
    await receiver.close()
  })

  it.runIf(queue === 'redis')(
    'still recognises a webhook that was accepted before as a duplicate',
    async () => {
      const posthorn = posthornOn(queue)
      const receiver = await startReceiver()
      const tenant = await posthorn.createTenant()
      await tenant.endpoint({ url: receiver.url })
      const { ingestUrl } = await tenant.source({ name: 'stripe', provider: 'stripe', secrets: [SECRET] })
      const webhook = () => stripeWebhook(SECRET, '{"id":"evt_1","type":"payment.made"}')
      const first = await sendWebhook(ingestUrl, webhook())
      await tenant.settled(1)
      await emptyQueue(posthorn)

      expect(await sendWebhook(ingestUrl, webhook())).toEqual(
        reply(200, { status: 'already_processed', eventId: first.body.eventId }),
      )
      const [delivery, ...others] = await tenant.settled(1)
      expect(others).toEqual([])
      expect(delivery).toMatchObject({ eventId: first.body.eventId, status: 'succeeded', attemptCount: 1 })
      const events = await posthorn.api.get<Page<EventSummary>>(`${tenant.path}/events?limit=250`)
      expect(events.body.data.map(({ id }) => id)).toEqual([first.body.eventId])
      expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([first.body.eventId])
      await receiver.close()
    },
  )
})

describe.runIf(OWN_REDIS)('endpoints with waiting deliveries, while Redis is unavailable,', () => {
  let posthorn: Posthorn
  beforeAll(async () => {
    posthorn = await startPosthorn({ queue: 'redis', services: ['api', 'worker'] })
  })
  afterAll(() => posthorn.stop())

  it('are woken one right after the other', async () => {
    const tenant = await posthorn.createTenant()
    await makeEndpoints(posthorn, tenant, { count: WAITING_ENDPOINTS, url: 'http://127.0.0.1:9/' })
    await posthorn.redis?.stop()
    await posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
    const waiting = await posthorn.database.query(
      'UPDATE deliveries SET remind_at = NULL WHERE tenant_id = $1 RETURNING 1',
      [tenant.id],
    )
    expect(waiting).toHaveLength(WAITING_ENDPOINTS)
    await posthorn.database.query('UPDATE endpoint_gates SET wake_at = now()')
    const areAllWoken = async () => {
      const due = await posthorn.database.query('SELECT FROM endpoint_gates WHERE wake_at <= now()')
      return due.length === 0
    }
    await waitUntil('all endpoints to be woken', areAllWoken, WOKEN_MS)
  })
})

describe.runIf(OWN_REDIS)('while Redis is unavailable', () => {
  it('API and ingest accept promptly and readyz names the queue, a worker stops, and a worker delivers within 30 s of its return', async () => {
    const posthorn = posthornOn('redis')
    const receiver = await startReceiver()
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url })
    const { ingestUrl } = await tenant.source({
      name: 'shop',
      provider: 'standard-webhooks',
      secrets: [SECRET],
    })
    const second = await posthorn.start('worker')
    await posthorn.redis?.stop()

    const begin = Date.now()
    const published = await posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
    const ingested = await sendWebhook(
      ingestUrl,
      standardWebhook(SECRET, '{"type":"order.shipped"}', { id: 'msg_1' }),
    )
    expect([published.status, ingested.status]).toEqual([202, 202])
    expect(Date.now() - begin).toBeLessThan(PROMPT_MS)
    expect(await posthorn.api.get('/readyz')).toMatchObject({
      status: 503,
      body: { status: 'not_ready', checks: { postgresql: 'up', queue: 'down' } },
    })
    expect(receiver.received).toHaveLength(0)

    const stopBeganMs = Date.now()
    await second.stop()
    expect(Date.now() - stopBeganMs).toBeLessThan(STOP_MS)
    await posthorn.redis?.restart()
    const deliveries = await tenant.settled(2, RECOVERY_MS)
    expect(deliveries.map(({ status, attemptCount }) => ({ status, attemptCount }))).toEqual([
      { status: 'succeeded', attemptCount: 1 },
      { status: 'succeeded', attemptCount: 1 },
    ])
    expect(receiver.received).toHaveLength(2)
    expect(await posthorn.api.get('/readyz')).toMatchObject({ status: 200, body: { status: 'ready' } })
    await receiver.close()
  })
})

async function emptyQueue({ redis, database }: Posthorn): Promise<void> {
  if (redis !== undefined) await redis.empty()
  else await database.query('DELETE FROM bullmq.job')
}
