import { describe, expect, it } from 'vitest'
import { FairQueue } from './fair-queue.ts'

function drain<Item>(queue: FairQueue<Item>, mayServe?: (key: string) => boolean): Item[] {
  const served: Item[] = []
  for (let next = queue.next(mayServe); next !== undefined; next = queue.next(mayServe))
    served.push(next.item)
  return served
}

describe('FairQueue', () => {
  it('serves the keys in turn, and the items of a key in the order of their arrival', () => {
    const queue = new FairQueue<string>()
    for (const item of ['a1', 'a2', 'a3', 'b1', 'c1', 'b2']) queue.add(item.charAt(0), item)
    expect(drain(queue)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3'])
    expect(queue.size).toBe(0)
  })

  it('serves an item that was put first before the others of its key, in the turn of its key', () => {
    const queue = new FairQueue<string>()
    for (const item of ['a1', 'b1', 'a2', 'b2']) queue.add(item.charAt(0), item)
    expect(queue.next()?.item).toBe('a1')
    queue.addFirst('a', 'a1')
    queue.addFirst('c', 'c1')
    expect(drain(queue)).toEqual(['b1', 'a1', 'c1', 'b2', 'a2'])
  })

  it('serves a key that comes late after one item of each other key', () => {
    const queue = new FairQueue<string>()
    for (let index = 0; index < 1000; index += 1) queue.add('busy', `busy-${index}`)
    queue.next()
    queue.add('late', 'late')
    const next = [queue.next()?.item, queue.next()?.item]
    expect(next).toContain('late')
  })

  it('counts what items cost, not how many they are', () => {
    const queue = new FairQueue<{ key: string; cost: number }>({ costOf: ({ cost }) => cost, quantum: 10 })
    for (let index = 0; index < 10; index += 1) queue.add('large', { key: 'large', cost: 100 })
    for (let index = 0; index < 100; index += 1) queue.add('small', { key: 'small', cost: 1 })
    const served = { large: 0, small: 0 }
    while (queue.sizeOf('small') > 0) {
      const item = queue.next()?.item
      if (item?.key === 'large') served.large += item.cost
      if (item?.key === 'small') served.small += item.cost
    }
    expect(served.small).toBe(100)
    expect(served.large).toBeLessThanOrEqual(100)
  })

  it('passes over keys that may not be served, and serves them once they may', () => {
    const queue = new FairQueue<string>()
    for (const item of ['a1', 'b1', 'b2']) queue.add(item.charAt(0), item)
    expect(drain(queue, (key) => key !== 'a')).toEqual(['b1', 'b2'])
    expect(queue.sizeOf('a')).toBe(1)
    expect(drain(queue)).toEqual(['a1'])
  })

  it('serves an item that costs more than a quantum when nothing else may be served', () => {
    const queue = new FairQueue<number>({ costOf: (cost) => cost, quantum: 1 })
    queue.add('a', 1_000_000)
    queue.add('b', 2)
    expect(queue.next((key) => key === 'a')?.item).toBe(1_000_000)
  })

  it('removes an item from any position', () => {
    const queue = new FairQueue<string>()
    for (const item of ['a1', 'a2', 'a3']) queue.add('a', item)
    expect(queue.remove('a', 'a2')).toBe(true)
    expect(queue.remove('a', 'a2')).toBe(false)
    expect(drain(queue)).toEqual(['a1', 'a3'])
  })
})
