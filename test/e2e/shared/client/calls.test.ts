import {
  ConflictError,
  ForbiddenError,
  InvalidRequestError,
  NotFoundError,
  Posthorn,
  type PosthornOptions,
  RateLimitedError,
  UnauthorizedError,
} from '@posthorn/client'
import { beforeEach, describe, expect, it } from 'vitest'
import { idOf } from '../../../harness/expected.ts'
import { ADMIN_KEY, type Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'

describe('the client', () => {
  const posthorn = sharedPosthorn()
  let tenant: Tenant
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
  })
  const clientWith = (options: Partial<PosthornOptions> = {}) =>
    new Posthorn({ url: posthorn.service('api').url, key: ADMIN_KEY, tenant: tenant.id, ...options })
  const client = (options?: Partial<PosthornOptions>) => clientWith(options).tenant()

  it('publishes events, and lists all of them over several pages', async () => {
    const { events } = client()
    const published = [await events.publish({ type: 'order.paid', data: { orderId: 'A-1' } })]
    const { data } = await events.publishBatch(
      Array.from({ length: 4 }, (_, index) => ({ type: 'order.paid', data: { index } })),
    )
    published.push(...data.flatMap((result) => ('event' in result && result.event ? result.event : [])))
    expect(published).toHaveLength(5)
    const listed = await all(events.list({ type: 'order.paid', limit: 2 }))
    expect(listed.map(({ id }) => id).toSorted()).toEqual(published.map(({ id }) => id).toSorted())
    expect(await events.get(published[0]?.id ?? '')).toMatchObject({ data: { orderId: 'A-1' } })
  })

  it('gets the first reply again for the same Idempotency-Key', async () => {
    const { events } = client()
    const publish = () => events.publish({ type: 'order.paid', data: {} }, { idempotencyKey: 'order-1' })
    expect(await publish()).toEqual(await publish())
    expect((await events.list().page()).data).toHaveLength(1)
  })

  it('uses another Idempotency-Key for each call', async () => {
    const { events } = client()
    const publish = () => events.publish({ type: 'order.paid', data: {} })
    expect((await publish()).id).not.toBe((await publish()).id)
  })

  it('creates, changes and deletes', async () => {
    const { endpoints } = client()
    const { id, secret } = await endpoints.create({ url: 'https://example.com/hooks' })
    expect({ id, secret }).toEqual({ id: idOf('ep'), secret: expect.stringMatching(/^whsec_/) })
    expect(await endpoints.update(id, { description: 'orders' })).toMatchObject({ description: 'orders' })
    expect(await endpoints.disable(id)).toMatchObject({ status: 'disabled' })
    expect(await endpoints.delete(id)).toBeUndefined()
    await expect(endpoints.get(id)).rejects.toThrow(NotFoundError)
  })

  it('keeps all digits of numbers in text', async () => {
    const path = `${tenant.path}/events`
    const { id } = await clientWith().request<{ id: string }>('POST', path, {
      body: '{"type":"order.paid","data":{"amount":12345678901234567890}}',
    })
    expect(await clientWith().requestText('GET', `${path}/${id}`)).toContain(
      '{"amount":12345678901234567890}',
    )
  })

  it('waits for a job, and reads what a search finds while it runs', async () => {
    const { events, jobs } = client()
    const { id } = await events.publish({ type: 'order.paid', data: { orderId: 'A-7' } })
    await events.publish({ type: 'order.paid', data: { orderId: 'A-8' } })
    const from = new Date(Date.now() - 3_600_000).toISOString()
    const { jobId } = await events.search({ filter: { orderId: 'A-7' }, from })
    const found = await all(jobs.streamHits(jobId))
    expect(found.map((event) => event.id)).toEqual([id])
    expect(await jobs.wait(jobId)).toMatchObject({ kind: 'event_search', status: 'succeeded' })
  })

  describe('throws', () => {
    it('what is wrong with a request, field by field', async () => {
      const refused = client().endpoints.create({ url: 'no url' })
      await expect(refused).rejects.toThrow(InvalidRequestError)
      await expect(refused).rejects.toMatchObject({
        code: 'invalid_request',
        status: 400,
        requestId: expect.any(String),
        fields: [{ path: 'url', message: expect.any(String) }],
      })
    })

    it('a class for each kind of refusal', async () => {
      const { key } = await client().keys.create({ role: 'publish' })
      const other = await posthorn.createTenant()
      const { sources } = client()
      const create = () => sources.create({ name: 'stripe', provider: 'stripe', secrets: ['whsec_1'] })
      await create()
      await expect(client({ key: 'phk_unknown' }).get()).rejects.toThrow(UnauthorizedError)
      await expect(client({ key }).events.list().page()).rejects.toThrow(ForbiddenError)
      await expect(client({ key, tenant: other.id }).get()).rejects.toThrow(NotFoundError)
      await expect(create()).rejects.toThrow(ConflictError)
    })

    it('the reason of a signal that is aborted', async () => {
      const reason = new Error('enough')
      const signal = AbortSignal.abort(reason)
      await expect(client().get({ signal })).rejects.toBe(reason)
    })
  })

  it('waits and repeats what is throttled', async () => {
    const { key } = await client().keys.create({ role: 'publish', rateLimitPerSecond: 1 })
    const { events } = client({ key, retries: 8 })
    const publish = (id: string) => events.publish({ type: 'order.paid', data: {}, id })
    const published = await Promise.all(['1', '2', '3'].map(publish))
    expect(published.map(({ duplicate }) => duplicate)).toEqual([false, false, false])

    const impatient = client({ key, retries: 0 }).events
    const results = await Promise.allSettled(
      Array.from({ length: 5 }, () => impatient.publish({ type: 'order.paid', data: {} })),
    )
    const [refused] = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
    expect(refused).toBeInstanceOf(RateLimitedError)
    expect(refused).toMatchObject({ code: 'rate_limited', retryAfterSeconds: expect.any(Number) })
  })
})

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = []
  for await (const item of items) found.push(item)
  return found
}
