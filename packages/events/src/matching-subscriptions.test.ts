import { newId } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import { matchingSubscriptions } from './matching-subscriptions.ts'

const subscription = (eventTypes: string[], filter: string | null) => ({
  endpointId: newId('endpoint'),
  eventTypes,
  filter,
})
const event = (data: string) => ({ type: 'order.paid', data: Buffer.from(data) })

describe('matchingSubscriptions', () => {
  const all = subscription(['*'], null)
  const others = subscription(['user.*'], null)
  const large = subscription(['order.*'], '{"amount":{"$gt":100}}')
  const small = subscription(['order.*'], '{"amount":{"$lte":100}}')
  const empty = subscription(['order.paid'], '{}')

  it('matches by event type and by filter', () => {
    expect(matchingSubscriptions([all, others, large, small, empty], event('{"amount":200}'))).toEqual([
      all,
      large,
      empty,
    ])
  })

  it('matches no filter with data that cannot be parsed', () => {
    expect(matchingSubscriptions([all, others, large, small, empty], event('{"amount":'))).toEqual([all])
    expect(matchingSubscriptions([all], event('{"amount":'))).toEqual([all])
  })

  it('matches nothing with an invalid filter, and does not affect other subscriptions', () => {
    const broken = subscription(['*'], '{"amount":{"$near":5}}')
    expect(matchingSubscriptions([broken, large], event('{"amount":200}'))).toEqual([large])
  })

  it.each([
    ['small', ''],
    ['large', ' '.repeat(20_000)],
  ])('compares numbers with all their digits, in %s data', (_size, padding) => {
    const same = subscription(['*'], '{"id":12345678901234567000}')
    const other = subscription(['*'], '{"id":{"$gt":12345678901234567000}}')
    const matchesOf = (id: string) => matchingSubscriptions([same, other], event(`${padding}{"id":${id}}`))
    expect(matchesOf('12345678901234567000')).toEqual([same])
    expect(matchesOf('12345678901234567001')).toEqual([other])
    expect(matchesOf('12345678901234566999')).toEqual([])
  })

  it('matches two thousand subscriptions by their own filters, cached or not', () => {
    const many = Array.from({ length: 2000 }, (_, n) => subscription(['*'], `{"n":${n}}`))
    for (const n of [0, 1999, 0, 1000]) {
      expect(matchingSubscriptions(many, event(`{"n":${n}}`))).toEqual([many[n]])
    }
  })
})
