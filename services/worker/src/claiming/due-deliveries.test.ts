import { newId } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import { type Due, DueDeliveries, LIGHT_DUE_MAX, type Serving } from './due-deliveries.ts'

const due = (tenantId: string, endpointId = `${tenantId}-1`): Due => ({
  tenantId,
  endpointId,
  deliveryId: newId('delivery'),
})
const many = (count: number, tenantId: string, endpointId?: string) =>
  Array.from({ length: count }, () => due(tenantId, endpointId))
const ALL: Serving = { tenant: () => true, endpoint: () => true }

function holding(...deliveries: Due[]): DueDeliveries {
  const waiting = new DueDeliveries(1_000_000)
  for (const each of deliveries) waiting.add(each)
  return waiting
}

const served = (waiting: DueDeliveries, count: number, serving = ALL) =>
  Array.from({ length: count }, () => waiting.next(serving, 'light') ?? waiting.next(serving, 'backlogged'))

describe('due deliveries', () => {
  it('are served by tenant in turn, in their order within an endpoint', () => {
    const [a1, a2, a3, b1] = [due('a'), due('a'), due('a'), due('b')]
    expect(served(holding(a1, a2, a3, b1), 5)).toEqual([a1, b1, a2, a3, undefined])
  })

  it('are served by endpoint in turn within a tenant', () => {
    const [x1, x2, y1] = [due('a', 'x'), due('a', 'x'), due('a', 'y')]
    expect(served(holding(x1, x2, y1), 3)).toEqual([x1, y1, x2])
  })

  it('of a tenant that comes late are next, whatever others have', () => {
    const waiting = holding(...many(1000, 'busy'))
    served(waiting, 10)
    const late = due('late')
    waiting.add(late)
    expect(served(waiting, 2)).toContainEqual(late)
  })

  it('of a tenant with many endpoints get the same share as those of a tenant with one', () => {
    const waiting = holding(
      ...Array.from({ length: 100 }, (_, endpoint) => due('wide', `wide-${endpoint}`)),
      ...many(100, 'narrow'),
    )
    const tenants = served(waiting, 100).map((each) => each?.tenantId)
    expect(tenants.filter((tenant) => tenant === 'narrow')).toHaveLength(50)
  })

  it('keep their position while their tenant or endpoint is not served', () => {
    const [blocked, hanging, healthy] = [due('blocked'), due('a', 'hanging'), due('a', 'healthy')]
    const waiting = holding(blocked, hanging, healthy)
    const serving: Serving = {
      tenant: (tenantId) => tenantId !== 'blocked',
      endpoint: (_tenant, endpointId) => endpointId !== 'hanging',
    }
    expect(served(waiting, 2, serving)).toEqual([healthy, undefined])
    expect(waiting.size).toBe(2)
    expect(new Set(served(waiting, 2))).toEqual(new Set([blocked, hanging]))
  })

  it('are there once', () => {
    const one = due('a')
    const waiting = holding(one, one)
    expect(waiting.size).toBe(1)
    expect(served(waiting, 2)).toEqual([one, undefined])
    waiting.add(one)
    expect(waiting.size).toBe(1)
  })

  it('of one tenant take two thirds of the memory, and leave room for others', () => {
    const waiting = new DueDeliveries(600)
    while (waiting.allows('busy')) waiting.add(due('busy'))
    expect(waiting.sizeOf('busy')).toBe(400)
    expect(waiting.allows('other')).toBe(true)
    expect(waiting.free).toBe(200)
  })

  it('are accepted many at once only when there is room for all of them', () => {
    const waiting = new DueDeliveries(600)
    expect([waiting.allows('a', 400), waiting.allows('a', 401)]).toEqual([true, false])
  })

  it('of a light tenant are always accepted, until the extra memory is full', () => {
    const waiting = new DueDeliveries(600)
    for (let tenant = 0; !waiting.isFull; tenant += 1) {
      expect(waiting.allows(`light-${tenant}`, LIGHT_DUE_MAX)).toBe(true)
      for (const each of many(LIGHT_DUE_MAX, `light-${tenant}`)) waiting.add(each)
      expect(waiting.allows('busy', LIGHT_DUE_MAX + 1)).toBe(waiting.free > 1.5 * LIGHT_DUE_MAX)
    }
    expect(waiting.size).toBeGreaterThanOrEqual(900)
    expect(waiting.allows('light')).toBe(false)
  })

  it('of light tenants and of tenants with more are served separately', () => {
    const waiting = holding(...many(LIGHT_DUE_MAX + 1, 'more'), ...many(LIGHT_DUE_MAX, 'light'))
    expect([waiting.next(ALL, 'light')?.tenantId, waiting.next(ALL, 'backlogged')?.tenantId]).toEqual([
      'light',
      'more',
    ])
    expect([waiting.next(ALL, 'backlogged'), waiting.sizeOf('more')]).toEqual([undefined, LIGHT_DUE_MAX])
    for (const each of many(2, 'more')) waiting.add(each)
    expect(waiting.next(ALL, 'backlogged')?.tenantId).toBe('more')
  })

  it('of a named tenant are taken by endpoint in turn, and move the tenant to the end', () => {
    const [a1, a2, b1] = [due('a'), due('a'), due('b')]
    const waiting = holding(a1, a2, b1)
    expect(waiting.nextOf('a', () => true)).toEqual(a1)
    expect(served(waiting, 2)).toEqual([b1, a2])
    expect(waiting.nextOf('a', () => true)).toBeUndefined()
  })

  it('are all returned at the end', () => {
    const all = [...many(3, 'a'), due('b')]
    const waiting = holding(...all)
    expect(new Set(waiting.takeAll())).toEqual(new Set(all))
    expect([waiting.size, waiting.sizes()]).toEqual([0, []])
  })
})
