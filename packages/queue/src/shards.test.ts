import { newId } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import { prefixesOf, shardOf } from './shards.ts'

describe('shards', () => {
  it('have a hash tag each', () => {
    expect(prefixesOf(1)).toEqual(['{posthorn}'])
    expect(prefixesOf(3)).toEqual(['{posthorn-0}', '{posthorn-1}', '{posthorn-2}'])
  })

  it.each([1, 2, 6, 64])('%i of them get about as many jobs each', (shards) => {
    const counts = new Map<number, number>()
    for (let count = 0; count < 500 * shards; count += 1) {
      const shard = shardOf(newId('delivery'), shards)
      counts.set(shard, (counts.get(shard) ?? 0) + 1)
    }
    expect([...counts.keys()].toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: shards }, (_, shard) => shard),
    )
    for (const count of counts.values()) expect(count).toBeGreaterThan(350)
  })

  it('get the same job every time', () => {
    const id = newId('delivery')
    expect(shardOf(id, 64)).toBe(shardOf(id, 64))
  })
})
