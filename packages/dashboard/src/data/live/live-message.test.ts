import { expect, it } from 'vitest'
import { changeOf, concerns, joined, RESYNC } from './live-message.ts'

const hints = (many: string[] = []) =>
  changeOf(
    'changed',
    JSON.stringify({
      hints: [
        { kind: 'delivery', id: 'dlv_1' },
        { kind: 'new_kind', id: 'x_1' },
      ],
      many,
    }),
  ) ?? RESYNC

it('concerns lists of its topics, and the objects that it names', () => {
  expect(concerns(hints(), { topic: 'deliveries' })).toBe(true)
  expect(concerns(hints(), { topic: 'deliveries', id: 'dlv_1' })).toBe(true)
  expect(concerns(hints(), { topic: 'deliveries', id: 'dlv_2' })).toBe(false)
  expect(concerns(hints(), { topic: 'events' })).toBe(false)
})

it('concerns every object of a kind when there are many', () => {
  expect(concerns(hints(['delivery']), { topic: 'deliveries', id: 'dlv_2' })).toBe(true)
})

it('concerns everything after hints may have been lost', () => {
  expect(concerns(RESYNC, { topic: 'jobs', id: 'job_1' })).toBe(true)
})

it('joins changes', () => {
  const both = joined(hints(), hints(['event']))
  expect(concerns(both, { topic: 'events', id: 'evt_9' })).toBe(true)
  expect(concerns(both, { topic: 'deliveries', id: 'dlv_2' })).toBe(false)
  expect(joined(both, RESYNC).isResync).toBe(true)
})

it('ignores events of a later version', () => {
  expect(changeOf('another', '{}')).toBeUndefined()
  expect(changeOf(undefined, '')).toBeUndefined()
})
