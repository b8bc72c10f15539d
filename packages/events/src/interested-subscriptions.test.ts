import type { EndpointId } from '@posthorn/contracts'
import type { Subscription } from '@posthorn/database'
import { runToEnd } from '@posthorn/webhook'
import { describe, expect, it } from 'vitest'
import { findInterestedInSlices } from './interested-subscriptions.ts'

const interestedIn = (subscriptions: readonly Subscription[], type: string) =>
  runToEnd(findInterestedInSlices(subscriptions, type))

const subscription = (...eventTypes: string[]) => ({
  endpointId: `ep_${eventTypes.join()}` as EndpointId,
  eventTypes,
  filter: null,
})

describe('findInterestedInSlices', () => {
  const [all, orders, users] = [
    subscription('*'),
    subscription('order.*', 'basket.left'),
    subscription('user.*'),
  ]

  it('finds the subscriptions with a pattern for the type, cached or not', () => {
    const subscriptions = [all, orders, users]
    for (let round = 0; round < 3; round++) {
      expect(interestedIn(subscriptions, 'order.paid')).toEqual([all, orders])
      expect(interestedIn(subscriptions, 'user.left')).toEqual([all, users])
      expect(interestedIn(subscriptions, 'basket.left')).toEqual([all, orders])
    }
  })

  it('finds the subscriptions of the given list', () => {
    expect(interestedIn([all, orders], 'order.paid')).toEqual([all, orders])
    expect(interestedIn([users, orders], 'order.paid')).toEqual([orders])
  })

  it('searches a list once', () => {
    const subscriptions = [all, orders, users]
    expect(interestedIn(subscriptions, 'order.paid')).toBe(interestedIn(subscriptions, 'order.paid'))
  })

  it('is right for more types than are cached', () => {
    const subscriptions = [subscription('t.500'), subscription('t.999')]
    for (let n = 0; n < 1000; n++) {
      expect(interestedIn(subscriptions, `t.${n}`)).toHaveLength(n === 500 || n === 999 ? 1 : 0)
    }
    expect(interestedIn(subscriptions, 't.500')).toHaveLength(1)
  })
})
