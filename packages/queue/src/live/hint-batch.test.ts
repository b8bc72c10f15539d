import { expect, it } from 'vitest'
import { HINTS_MAX, HintBatch } from './hint-batch.ts'

const ids = (count: number) => Array.from({ length: count }, (_, index) => `dlv_${index}`)

it('keeps the latest status of each object', () => {
  const batch = new HintBatch()
  batch.add('delivery', ['dlv_1', 'dlv_2'], 'pending')
  batch.add('delivery', ['dlv_1'], 'succeeded')
  expect(batch.toHints()).toEqual({
    hints: [
      { kind: 'delivery', id: 'dlv_1', status: 'succeeded' },
      { kind: 'delivery', id: 'dlv_2', status: 'pending' },
    ],
    many: [],
  })
})

it('lists a bounded number of objects, and names the kinds of the others', () => {
  const batch = new HintBatch()
  batch.add('delivery', ids(100_000))
  batch.add('event', ['evt_1'])
  const { hints, many } = batch.toHints()
  expect(hints).toHaveLength(HINTS_MAX)
  expect(many).toEqual(['delivery', 'event'])
})

it('lists fewer objects when asked to', () => {
  const batch = new HintBatch()
  batch.addAll({ hints: [{ kind: 'event', id: 'evt_1' }], many: ['job'] })
  expect(batch.toHints(0)).toEqual({ hints: [], many: ['job', 'event'] })
})
