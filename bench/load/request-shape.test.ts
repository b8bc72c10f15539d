import { Stripe } from 'stripe'
import { describe, expect, it } from 'vitest'
import { requestsOf } from './request-shape.ts'

const URL = 'http://127.0.0.1:1/'
const { webhooks } = new Stripe('sk_test_of_no_account')

describe('the requests of a load', () => {
  it('are events of about the given size, their number first', () => {
    const request = requestsOf({
      kind: 'event',
      url: URL,
      key: 'phk_1',
      types: ['a.b', 'c.d'],
      bytes: 1500,
      from: 100,
    })(3)
    expect(request.headers).toEqual({ 'content-type': 'application/json', authorization: 'Bearer phk_1' })
    expect(request.body).toHaveLength(1500)
    expect(JSON.parse(String(request.body))).toMatchObject({ type: 'c.d', data: { n: 103 } })
    expect(String(request.body)).toContain('{"n":103,')
  })

  it('are orders of 1.5 kB, their number first', () => {
    const request = requestsOf({ kind: 'order', url: URL, key: 'phk_1', from: 100 })(3)
    expect(request.headers).toEqual({ 'content-type': 'application/json', authorization: 'Bearer phk_1' })
    expect(String(request.body).length).toBeGreaterThan(1400)
    expect(String(request.body).length).toBeLessThan(1600)
    expect(JSON.parse(String(request.body))).toMatchObject({ type: 'order.completed', data: { n: 103 } })
    expect(String(request.body)).toContain('{"n":103,')
  })

  it('are batches in which every number occurs once', () => {
    const requestOf = requestsOf({
      kind: 'batch',
      url: URL,
      key: 'phk_1',
      types: ['a.b'],
      bytes: 200,
      size: 3,
    })
    const numbers = [0, 1].flatMap((n) => {
      const { events } = JSON.parse(String(requestOf(n).body)) as { events: { data: { n: number } }[] }
      return events.map(({ data }) => data.n)
    })
    expect(numbers).toEqual([0, 1, 2, 3, 4, 5])
  })

  it("are accepted by Stripe's own library, and are repeated unchanged", () => {
    const requestOf = requestsOf({ kind: 'stripe', url: URL, secret: 'whsec_1', bytes: 100, distinct: 2 })
    const { headers, body } = requestOf(1)
    expect(webhooks.constructEvent(body, headers['stripe-signature'] ?? '', 'whsec_1')).toMatchObject({
      id: 'evt_bench1',
    })
    expect(requestOf(3)).toEqual(requestOf(1))
    expect(requestOf(2)).not.toEqual(requestOf(1))
  })
})
