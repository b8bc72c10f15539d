import { newId } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import { matchingSubscriptions } from './matching-subscriptions.ts'

const wants = (eventTypes: string[], filter: string | null) => ({
  endpointId: newId('endpoint'),
  eventTypes,
  filter,
})
const event = (data: string) => ({ type: 'order.paid', data: Buffer.from(data) })

describe('of the subscriptions', () => {
  const all = wants(['*'], null)
  const others = wants(['user.*'], null)
  const large = wants(['order.*'], '{"amount":{"$gt":100}}')
  const small = wants(['order.*'], '{"amount":{"$lte":100}}')
  const empty = wants(['order.paid'], '{}')

  it('those match whose type and whose filter do', () => {
    expect(matchingSubscriptions([all, others, large, small, empty], event('{"amount":200}'))).toEqual([
      all,
      large,
      empty,
    ])
  })

  it('those with a filter do not match data that cannot be read', () => {
    expect(matchingSubscriptions([all, others, large, small, empty], event('{"amount":'))).toEqual([all])
    expect(matchingSubscriptions([all], event('{"amount":'))).toEqual([all])
  })

  it('one whose filter the rules do not take matches nothing, and keeps no other from matching', () => {
    const broken = wants(['*'], '{"amount":{"$near":5}}')
    expect(matchingSubscriptions([broken, large], event('{"amount":200}'))).toEqual([large])
  })

  it.each([
    ['small', ''],
    ['large', ' '.repeat(20_000)],
  ])('those match whose numbers are the ones that were written, in %s data', (_size, padding) => {
    const same = wants(['*'], '{"id":12345678901234567000}')
    const other = wants(['*'], '{"id":{"$gt":12345678901234567000}}')
    const matchesOf = (id: string) => matchingSubscriptions([same, other], event(`${padding}{"id":${id}}`))
    expect(matchesOf('12345678901234567000')).toEqual([same])
    expect(matchesOf('12345678901234567001')).toEqual([other])
    expect(matchesOf('12345678901234566999')).toEqual([])
  })

  it('two thousand with a filter each match by their own, again and again', () => {
    const many = Array.from({ length: 2000 }, (_, n) => wants(['*'], `{"n":${n}}`))
    for (const n of [0, 1999, 0, 1000]) {
      expect(matchingSubscriptions(many, event(`{"n":${n}}`))).toEqual([many[n]])
    }
  })
})
