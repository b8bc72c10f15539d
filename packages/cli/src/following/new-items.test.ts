import { describe, expect, it } from 'vitest'
import { NewItems } from './new-items.ts'

/** A list of pages of two items, and how many of them were read. */
function listOf(ids: readonly string[]) {
  const read = { pages: 0 }
  async function* pages() {
    for (let at = 0; at < Math.max(1, ids.length); at += 2) {
      read.pages += 1
      yield { data: ids.slice(at, at + 2).map((id) => ({ id })) }
    }
  }
  return { read, pages: pages() }
}
const idsOf = (items: readonly { id: string }[]) => items.map(({ id }) => id)

describe('new items of a list', () => {
  it('are those that were not there before, the oldest first', async () => {
    const items = new NewItems()
    await items.skip(listOf(['3', '2', '1']).pages)
    const { pages, read } = listOf(['6', '5', '4', '3', '2', '1'])
    expect(idsOf(await items.read(pages))).toEqual(['4', '5', '6'])
    expect(read.pages).toBe(2)
    expect(await items.read(listOf(['6', '5', '4', '3']).pages)).toEqual([])
  })

  it('may be older than one that is known', async () => {
    const items = new NewItems()
    await items.skip(listOf(['3', '1']).pages)
    expect(idsOf(await items.read(listOf(['3', '2', '1']).pages))).toEqual(['2'])
  })

  it('are all in a list that was empty', async () => {
    const items = new NewItems()
    await items.skip(listOf([]).pages)
    expect(idsOf(await items.read(listOf(['3', '2', '1']).pages))).toEqual(['1', '2', '3'])
  })
})
