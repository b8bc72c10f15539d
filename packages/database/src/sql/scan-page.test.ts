import { describe, expect, it } from 'vitest'
import { type ScanRead, scanPage } from './scan-page.ts'

/** Rows by number, the newest first, of which every `nth` is selected. */
function listOf(size: number, every: number) {
  const reads: ScanRead[] = []
  const read = async (one: ScanRead) => {
    reads.push(one)
    const first = one.position === undefined ? size : Number(one.position) - 1
    const scanned = Array.from({ length: Math.min(one.count, first) }, (_, index) => ({
      id: first - index,
      isSelected: (first - index) % every === 0,
      nth: index + 1,
    }))
    return scanned.filter(({ isSelected, nth }) => isSelected || nth === one.count).slice(0, one.wanted)
  }
  return { read, reads }
}

const page = async (
  { read }: ReturnType<typeof listOf>,
  {
    limit = 10,
    entriesPerRow = 1,
    position,
  }: { limit?: number; entriesPerRow?: number; position?: string } = {},
) => {
  const { rows, next } = await scanPage(read, {
    position,
    limit,
    entriesPerRow,
    positionOf: ({ id }) => String(id),
  })
  return { ids: rows.map(({ id }) => id), next }
}

describe('a page along an index', () => {
  it('of which every row is selected needs one read', async () => {
    const list = listOf(100, 1)
    expect(await page(list, { limit: 3 })).toEqual({ ids: [100, 99, 98], next: '98' })
    expect(list.reads).toEqual([{ position: undefined, count: 4, wanted: 4 }])
  })

  it('without further rows has no position to continue from', async () => {
    expect(await page(listOf(3, 1), { limit: 3 })).toEqual({ ids: [3, 2, 1], next: undefined })
    expect(await page(listOf(30, 10))).toEqual({ ids: [30, 20, 10], next: undefined })
    expect(await page(listOf(0, 1))).toEqual({ ids: [], next: undefined })
  })

  it('with rare matches is read in growing steps, each from where the previous one ended', async () => {
    const list = listOf(1000, 90)
    expect(await page(list)).toEqual({
      ids: [990, 900, 810, 720, 630, 540, 450, 360, 270, 180],
      next: '180',
    })
    expect(list.reads.map(({ count }) => count)).toEqual([11, 44, 176, 704, 2816].slice(0, list.reads.length))
    expect(list.reads[1]?.position).toBe('990')
  })

  it('ends early after a bounded number of entries, and the next one continues there', async () => {
    const list = listOf(10_000, 10_000_000)
    const first = await page(list)
    expect(first.ids).toEqual([])
    const read = list.reads.reduce((sum, { count }) => sum + count, 0)
    expect(read).toBeLessThanOrEqual(4000)
    expect(first.next).toBe(String(10_000 - read + 1))
    const merged = listOf(10_000, 10_000_000)
    await page(merged, { entriesPerRow: 100 })
    expect(merged.reads.reduce((sum, { count }) => sum + count, 0)).toBeLessThanOrEqual(40)
  })

  it('of no range is empty', async () => {
    const list = listOf(10, 1)
    expect(await page(list, { entriesPerRow: 0 })).toEqual({ ids: [], next: undefined })
    expect(list.reads).toEqual([])
  })

  it('finds every match once, page by page', async () => {
    const list = listOf(9000, 700)
    const found: number[] = []
    let position: string | undefined
    do {
      const { ids, next } = await page(list, { limit: 2, ...(position === undefined ? {} : { position }) })
      found.push(...ids)
      position = next
    } while (position !== undefined)
    expect(found).toEqual([8400, 7700, 7000, 6300, 5600, 4900, 4200, 3500, 2800, 2100, 1400, 700])
  })
})
