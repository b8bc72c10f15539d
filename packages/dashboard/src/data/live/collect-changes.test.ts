import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { collectChanges } from './collect-changes.ts'
import { changeOf, type LiveChange, RESYNC } from './live-message.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function collect() {
  const taken: LiveChange[] = []
  const tab = { isShown: true }
  const take = async (change: LiveChange) => taken.push(change)
  const changes = collectChanges(take, {
    isShown: () => tab.isShown,
    now: () => Date.now(),
  })
  return { taken, tab, changes }
}
const changed = (id: string) =>
  changeOf('changed', JSON.stringify({ hints: [{ kind: 'event', id }], many: [] })) ?? RESYNC

it('passes changes on together, and not more often than every two seconds', async () => {
  const { taken, changes } = collect()
  changes.add(changed('evt_1'))
  changes.add(changed('evt_2'))
  await vi.advanceTimersByTimeAsync(300)
  expect(taken.map(({ topics }) => topics.events?.ids)).toEqual([['evt_1', 'evt_2']])
  for (let count = 0; count < 100; count += 1) {
    changes.add(changed('evt_3'))
    await vi.advanceTimersByTimeAsync(100)
  }
  expect(taken.length).toBeGreaterThanOrEqual(5)
  expect(taken.length).toBeLessThanOrEqual(6)
})

it('keeps changes while the tab is hidden, in bounded memory', () => {
  const { taken, tab, changes } = collect()
  tab.isShown = false
  for (let count = 0; count < 1_000; count += 1) changes.add(changed(`evt_${count}`))
  vi.advanceTimersByTime(60_000)
  expect(taken).toEqual([])
  tab.isShown = true
  changes.show()
  vi.advanceTimersByTime(2_000)
  expect(taken.map(({ topics }) => topics.events)).toEqual([{ ids: [], isMore: true }])
})

it('waits for a slow read, and then passes on what has changed meanwhile', async () => {
  const taken: LiveChange[] = []
  const read = Promise.withResolvers<void>()
  const take = (change: LiveChange) => {
    taken.push(change)
    return read.promise
  }
  const changes = collectChanges(take, { isShown: () => true, now: () => Date.now() })
  changes.add(changed('evt_1'))
  await vi.advanceTimersByTimeAsync(300)
  changes.add(changed('evt_2'))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(taken).toHaveLength(1)
  read.resolve()
  await vi.advanceTimersByTimeAsync(2_000)
  expect(taken.map(({ topics }) => topics.events?.ids)).toEqual([['evt_1'], ['evt_2']])
})
