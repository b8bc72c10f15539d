import { setTimeout } from 'node:timers/promises'
import type { CreatedKey, PublishedBatch, PublishedEvent } from '@posthorn/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeEndpoints } from '../../../harness/database/many-endpoints.ts'
import { type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'
import { BACKENDS } from '../../../harness/redis/redis.ts'

const ENDPOINTS = 5000
const EVENTS = 6
const MIB = 1024 * 1024
const SAMPLES_MIN = 20
const PAUSE_MS = 20
const TEST_MS = 240_000
/**
 * The promise is twice the idle value plus 50 ms (docs/delivery.md). A machine that runs other tests at the same
 * time adds noise; without fair sharing a publish waits for seconds.
 */
const limitMs = (idleMs: number) => 3 * idleMs + 250

describe.each(BACKENDS)('with the queue on %s', (queue) => {
  describe('a tenant beside another one', () => {
    let posthorn: Posthorn
    let busy: Tenant
    let neighbour: Tenant
    let busyKey: string
    let neighbourKey: string
    beforeAll(async () => {
      posthorn = await startPosthorn({ queue, services: ['api'] })
      busy = await posthorn.createTenant()
      neighbour = await posthorn.createTenant()
      await makeEndpoints(posthorn, busy, { count: ENDPOINTS })
      await neighbour.endpoint({ url: 'https://example.com/' })
      busyKey = await keyOf(busy)
      neighbourKey = await keyOf(neighbour)
      // Warms caches and compiled code.
      await publish(busyKey, busy)
      for (let n = 0; n < 20; n += 1) await publish(neighbourKey, neighbour)
    }, TEST_MS)
    afterAll(() => posthorn.stop())

    async function keyOf({ path }: Tenant): Promise<string> {
      return (await posthorn.api.post<CreatedKey>(`${path}/keys`, { role: 'publish' })).body.key
    }

    async function publish(key: string, { path }: Tenant): Promise<PublishedEvent> {
      const reply = await posthorn.api
        .as(key)
        .post<PublishedEvent>(`${path}/events`, { type: 'order.paid', data: { n: 1 } })
      expect(reply.status).toBe(202)
      return reply.body
    }

    /** The p95 of the neighbour's publishes, one after another, until `isOver`. */
    async function neighbourP95(isOver: () => boolean): Promise<number> {
      const tookMs: number[] = []
      while (tookMs.length < SAMPLES_MIN || !isOver()) {
        const beganMs = performance.now()
        await publish(neighbourKey, neighbour)
        tookMs.push(performance.now() - beganMs)
        await setTimeout(PAUSE_MS)
      }
      return tookMs.toSorted((a, b) => a - b)[Math.ceil(tookMs.length * 0.95) - 1] ?? 0
    }

    async function besides(work: () => Promise<unknown>): Promise<{ idleMs: number; busyMs: number }> {
      const beforeMs = await neighbourP95(() => true)
      let isOver = false
      const working = work().finally(() => {
        isOver = true
      })
      const busyMs = await neighbourP95(() => isOver)
      await working
      const afterMs = await neighbourP95(() => true)
      return { idleMs: Math.max(beforeMs, afterMs), busyMs }
    }

    it(
      'publishes about as fast while the other publishes events to thousands of endpoints',
      async () => {
        const { idleMs, busyMs } = await besides(async () => {
          const events = await Promise.all(Array.from({ length: EVENTS }, () => publish(busyKey, busy)))
          expect(events.map(({ deliveries }) => deliveries)).toEqual(Array(EVENTS).fill(ENDPOINTS))
        })
        console.log(
          `publish p95 with the queue on ${queue}: idle ${idleMs.toFixed(0)} ms, beside fan-outs ${busyMs.toFixed(0)} ms`,
        )
        expect(busyMs).toBeLessThanOrEqual(limitMs(idleMs))
      },
      TEST_MS,
    )

    it(
      'publishes about as fast while the other sends batches of 20 MiB',
      async () => {
        const other = await posthorn.createTenant()
        const key = await keyOf(other)
        const item = `{"type":"order.paid","data":{"a":"${'x'.repeat(20_000)}"}}`
        const good = Buffer.from(`{"events":[${Array(1000).fill(item).join()}]}`)
        const bad = Buffer.from(`{"events":[${'0,'.repeat(10 * MIB - 20)}0]}`)
        // As a client does that is told to come again: six batches are more than a tenant may have in progress.
        const send = async (body: Buffer) => {
          for (;;) {
            const reply = await posthorn.api.as(key).post<PublishedBatch>(`${other.path}/events/batch`, body)
            if (reply.status !== 503) return reply
            await setTimeout(Number(reply.headers['retry-after']) * 1000)
          }
        }
        const { idleMs, busyMs } = await besides(async () => {
          const replies = await Promise.all([good, bad, bad, good, bad, bad].map(send))
          expect(replies.map(({ status }) => status)).toEqual([202, 400, 400, 202, 400, 400])
        })
        console.log(
          `publish p95 with the queue on ${queue}: idle ${idleMs.toFixed(0)} ms, beside batches ${busyMs.toFixed(0)} ms`,
        )
        expect(busyMs).toBeLessThanOrEqual(limitMs(idleMs))
      },
      TEST_MS,
    )
  })
})
