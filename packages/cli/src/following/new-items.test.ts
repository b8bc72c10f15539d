import { describe, expect, it } from 'vitest'
import { NewItems } from './new-items.ts'

/** A list of pages of two items, and how many of them were read. */
function listOf(ids: readonly string[]) {
  const read = { pages: 0 }
  async function* pages() {
    for (let at = 0; at < Math.max(1, ids.length); at += 2) {
      read.pages += 1
      yield {
        data: ids.slice(at, at + 2).map((id) => ({ id })),
        nextCursor: at + 2 < ids.length ? String(at + 2) : null,
      }
    }
  }
  return { read, pages: pages() }
}
const idsOf = ({ items }: { items: readonly { id: string }[] }) => items.map(({ id }) => id)

describe('new items of a list', () => {
  it('are those that were not there before, the oldest first', async () => {
    const items = new NewItems()
    await items.skip(listOf(['3', '2', '1']).pages)
    const { pages, read } = listOf(['6', '5', '4', '3', '2', '1'])
    expect(idsOf(await items.read(pages))).toEqual(['4', '5', '6'])
    expect(read.pages).toBe(2)
    expect(await items.read(listOf(['6', '5', '4', '3']).pages)).toEqual({ items: [], isCut: false })
  })

  it('may be older than one that is known', async () => {
    const items = new NewItems()
    await items.skip(listOf(['3', '1']).pages)
    expect(idsOf(await items.read(listOf(['3', '2', '1']).pages))).toEqual(['2'])
  })

  it('are cut at 20 pages, which is said', async () => {
    const items = new NewItems()
    await items.skip(listOf(['0']).pages)
    const ids = Array.from({ length: 41 }, (_none, n) => String(41 - n))
    const found = await items.read(listOf([...ids, '0']).pages)
    expect([idsOf(found)[0], found.items.length, found.isCut]).toEqual(['2', 40, true])
  })

  it('are not cut when the 20th page is the last one', async () => {
    const items = new NewItems()
    await items.skip(listOf([]).pages)
    const ids = Array.from({ length: 40 }, (_none, n) => String(40 - n))
    expect(await items.read(listOf(ids).pages)).toMatchObject({ isCut: false })
  })

  it('are none of those that were behind an empty page', async () => {
    async function* pages() {
      yield { data: [], nextCursor: '1' }
      yield { data: [{ id: '1' }], nextCursor: null }
    }
    const items = new NewItems()
    await items.skip(pages())
    expect(await items.read(pages())).toEqual({ items: [], isCut: false })
  })

  it('are all in a list that was empty', async () => {
    const items = new NewItems()
    await items.skip(listOf([]).pages)
    expect(idsOf(await items.read(listOf(['3', '2', '1']).pages))).toEqual(['1', '2', '3'])
  })
})
