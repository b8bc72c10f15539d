import type { EndpointId } from '@posthorn/contracts'
import type { Subscription } from '@posthorn/database'
import { runToEnd } from '@posthorn/webhook'
import { describe, expect, it } from 'vitest'
import { findingInterested } from './interested-subscriptions.ts'

const interestedIn = (subscriptions: readonly Subscription[], type: string) =>
  runToEnd(findingInterested(subscriptions, type))

const wants = (...eventTypes: string[]) => ({
  endpointId: `ep_${eventTypes.join()}` as EndpointId,
  eventTypes,
  filter: null,
})

describe('the subscriptions that want a type', () => {
  const [all, orders, users] = [wants('*'), wants('order.*', 'basket.left'), wants('user.*')]

  it('are those with a pattern for it, the first time and every other', () => {
    const subscriptions = [all, orders, users]
    for (let round = 0; round < 3; round++) {
      expect(interestedIn(subscriptions, 'order.paid')).toEqual([all, orders])
      expect(interestedIn(subscriptions, 'user.left')).toEqual([all, users])
      expect(interestedIn(subscriptions, 'basket.left')).toEqual([all, orders])
    }
  })

  it('are those of the one list that is asked', () => {
    expect(interestedIn([all, orders], 'order.paid')).toEqual([all, orders])
    expect(interestedIn([users, orders], 'order.paid')).toEqual([orders])
  })

  it('are looked up once for a list', () => {
    const subscriptions = [all, orders, users]
    expect(interestedIn(subscriptions, 'order.paid')).toBe(interestedIn(subscriptions, 'order.paid'))
  })

  it('are right for more types than are remembered', () => {
    const subscriptions = [wants('t.500'), wants('t.999')]
    for (let n = 0; n < 1000; n++) {
      expect(interestedIn(subscriptions, `t.${n}`)).toHaveLength(n === 500 || n === 999 ? 1 : 0)
    }
    expect(interestedIn(subscriptions, 't.500')).toHaveLength(1)
  })
})
