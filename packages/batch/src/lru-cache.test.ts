import { describe, expect, it } from 'vitest'
import { LruCache, type LruCacheOptions } from './lru-cache.ts'

function filled(options: Partial<LruCacheOptions<string>>, ...values: string[]) {
  const memory = new LruCache<string>({ itemsMax: 100, ...options })
  for (const value of values) memory.set(value.slice(0, 1), value)
  return { memory, kept: () => ['a', 'b', 'c', 'd'].flatMap((key) => memory.get(key) ?? []) }
}

const weighed = { weightOf: ({ length }: string) => length, weightMax: 6 }

describe('LruCache', () => {
  it('keeps values, and of two under one key the later', () => {
    expect(filled({}, 'a1', 'b1', 'a2').kept()).toEqual(['a2', 'b1'])
  })

  it('deletes a value', () => {
    const { memory, kept } = filled({}, 'a', 'b')
    memory.delete('a')
    memory.delete('c')
    expect(kept()).toEqual(['b'])
  })

  it('keeps at most the maximum number of values, the most recently used ones', () => {
    const { memory, kept } = filled({ itemsMax: 2 }, 'a', 'b')
    memory.get('a')
    memory.set('c', 'c')
    expect(kept()).toEqual(['a', 'c'])
  })

  it('keeps at most the maximum weight', () => {
    expect(filled(weighed, 'aa', 'bb', 'cc').kept()).toEqual(['aa', 'bb', 'cc'])
    expect(filled(weighed, 'aa', 'bb', 'ccc').kept()).toEqual(['bb', 'ccc'])
    expect(filled(weighed, 'aa', 'bb', 'ccccc').kept()).toEqual(['ccccc'])
  })

  it('may count the key, too', () => {
    const cache = new LruCache<string>({ weightOf: (value, key) => key.length + value.length, weightMax: 6 })
    cache.set('aaa', 'a')
    cache.set('b', 'b')
    expect([cache.get('aaa'), cache.get('b')]).toEqual(['a', 'b'])
    cache.set('c', 'c')
    expect([cache.get('aaa'), cache.get('b'), cache.get('c')]).toEqual([undefined, 'b', 'c'])
  })

  it('keeps a single value that is heavier, until another is added', () => {
    const { memory, kept } = filled(weighed, 'aa', 'bbbbbbbbb')
    expect(kept()).toEqual(['bbbbbbbbb'])
    memory.set('c', 'c')
    expect(kept()).toEqual(['c'])
  })

  it('no longer counts the weight of evicted values', () => {
    const { memory, kept } = filled(weighed, 'aaaa', 'a', 'bbbb')
    memory.delete('b')
    memory.set('c', 'ccccc')
    expect(kept()).toEqual(['a', 'ccccc'])
  })
})
