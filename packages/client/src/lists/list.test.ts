import { describe, expect, it } from 'vitest'
import { List, type PagePosition } from './list.ts'

/** A list of numbers in pages of two, one of them empty. */
function numbers() {
  const read: PagePosition[] = []
  const pages: Record<string, { data: number[]; nextCursor: string | null }> = {
    first: { data: [1, 2], nextCursor: 'second' },
    second: { data: [], nextCursor: 'third' },
    third: { data: [3], nextCursor: null },
  }
  const list = new List<number>(async (position) => {
    read.push(position)
    return pages[position.cursor ?? 'first'] ?? { data: [], nextCursor: null }
  })
  return { list, read }
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = []
  for await (const item of items) found.push(item)
  return found
}

describe('a list', () => {
  it('reads nothing before it is iterated', () => {
    expect(numbers().read).toEqual([])
  })

  it('has the items of all pages, also behind an empty one', async () => {
    const { list, read } = numbers()
    expect(await all(list)).toEqual([1, 2, 3])
    expect(read).toEqual([{}, { cursor: 'second' }, { cursor: 'third' }])
  })

  it('reads no further page when the caller stops', async () => {
    const { list, read } = numbers()
    for await (const number of list) if (number === 2) break
    expect(read).toEqual([{}])
  })

  it('reads one page at a cursor', async () => {
    const { list, read } = numbers()
    expect(await list.page({ cursor: 'third', limit: 7 })).toEqual({ data: [3], nextCursor: null })
    expect(read).toEqual([{ cursor: 'third', limit: 7 }])
  })

  it('reads pages from a cursor on', async () => {
    expect(await all(numbers().list.pages({ cursor: 'second' }))).toHaveLength(2)
  })
})
