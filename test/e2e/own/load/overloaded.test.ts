import { setTimeout } from 'node:timers/promises'
import type { CreatedKey } from '@posthorn/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiClient, Reply } from '../../../harness/api-client.ts'
import { problem } from '../../../harness/expected.ts'
import { type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'

/**
 * More than are admitted at first: the share of one tenant is 171 requests, each fails after 5 s (the statement
 * timeout of the API), and a request waits for 10 s.
 */
const REQUESTS = 700
/** Well below the 5 s of an admitted request of the busy tenant, and the 10 s that the next ones wait. */
const PROMPT_MS = 3000
const PAUSE_MS = 100
const TEST_MS = 120_000

const overloaded = problem(
  503,
  'overloaded',
  'Too many requests of this tenant are in progress. Nothing was done: repeat the request later, and make fewer at once.',
)

describe('while PostgreSQL does not store anything', () => {
  let posthorn: Posthorn
  let busy: Tenant
  let neighbour: Tenant
  let busyApi: ApiClient
  let neighbourApi: ApiClient
  beforeAll(async () => {
    posthorn = await startPosthorn({ services: ['api'] })
    busy = await posthorn.createTenant()
    neighbour = await posthorn.createTenant()
    busyApi = await apiOf(busy, 'publish')
    neighbourApi = await apiOf(neighbour, 'read')
    await publish() // Warms caches and compiled code.
  })
  afterAll(() => posthorn.stop())

  async function apiOf({ path }: Tenant, role: string): Promise<ApiClient> {
    const { body } = await posthorn.api.post<CreatedKey>(`${path}/keys`, { role })
    return posthorn.api.as(body.key)
  }

  const publish = (): Promise<Reply<unknown>> =>
    busyApi.post(`${busy.path}/events`, { type: 'order.paid', data: {} })

  /** Sends requests one after another until `isOver`; returns how long each took. */
  async function readOn(isOver: () => boolean): Promise<number[]> {
    const tookMs: number[] = []
    while (!isOver()) {
      const beganMs = performance.now()
      expect((await neighbourApi.get(`${neighbour.path}/endpoints`)).status).toBe(200)
      tookMs.push(performance.now() - beganMs)
      await setTimeout(PAUSE_MS)
    }
    return tookMs
  }

  it(
    'a tenant with too many requests gets overloaded and Retry-After, and another tenant is served',
    async () => {
      await posthorn.database.query('BEGIN')
      await posthorn.database.query('LOCK TABLE events IN ACCESS EXCLUSIVE MODE')
      let isOver = false
      const flood = Promise.all(Array.from({ length: REQUESTS }, publish)).finally(() => {
        isOver = true
      })
      const tookMs = await readOn(() => isOver)
      const replies = await flood
      await posthorn.database.query('ROLLBACK')

      const refused = replies.filter(({ body }) => (body as { code?: string }).code === 'overloaded')
      expect(refused.length).toBeGreaterThan(0)
      for (const reply of refused) {
        expect(reply).toEqual(overloaded)
        expect(reply.headers).toMatchObject({ 'retry-after': expect.stringMatching(/^[1-9]\d*$/) })
      }
      // Admitted requests failed because of PostgreSQL.
      const codes = new Set(replies.map(({ body }) => (body as { code?: string }).code))
      expect(codes).toEqual(new Set(['overloaded', 'unavailable']))
      expect(tookMs.length).toBeGreaterThan(10)
      // Not the slowest: it competes with seven hundred new connections.
      expect(tookMs.toSorted((a, b) => a - b)[Math.floor(tookMs.length / 2)]).toBeLessThan(PROMPT_MS)
    },
    TEST_MS,
  )

  it('the tenant is served again afterwards', async () => {
    expect((await publish()).status).toBe(202)
  })
})
