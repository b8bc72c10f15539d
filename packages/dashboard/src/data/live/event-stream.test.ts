import { expect, it } from 'vitest'
import { EventStreamReader } from './event-stream.ts'

const TEXT = 'id: a-1\nevent: changed\ndata: {"hints":[]}\n\n: still here\n\nretry: 1500\n\n'
const EVENTS = [
  { name: 'changed', id: 'a-1', data: '{"hints":[]}', retryMs: undefined },
  { name: undefined, id: undefined, data: '', retryMs: undefined },
  { name: undefined, id: undefined, data: '', retryMs: 1500 },
]

it('reads events, comments and reconnection times', () => {
  expect(new EventStreamReader().read(TEXT)).toEqual(EVENTS)
})

it('reads text in pieces of any size', () => {
  for (const size of [1, 2, 7]) {
    const reader = new EventStreamReader()
    const pieces = TEXT.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []
    expect(pieces.flatMap((piece) => reader.read(piece))).toEqual(EVENTS)
  }
})

it('gives up text that never ends an event', () => {
  const reader = new EventStreamReader()
  expect(() => {
    for (let count = 0; count < 10; count += 1) reader.read('x'.repeat(100_000))
  }).toThrow(RangeError)
})
