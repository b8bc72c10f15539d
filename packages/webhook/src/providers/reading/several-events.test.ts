import { describe, expect, it } from 'vitest'
import { UnreadablePayloadError } from '../provider.ts'
import { arrayOfEvents, EVENTS_OF_REQUEST_MAX, type EventDivision, listOfEvents } from './several-events.ts'

const inItems = listOfEvents({ list: 'items', event: 'event' })

function texts(division: EventDivision, body: string): string[] {
  const bytes = Buffer.from(body)
  return division({ payload: JSON.parse(body), bytes }).map(({ data }) => Buffer.from(data).toString())
}

describe('an array of events', () => {
  it('is divided into its elements, byte for byte', () => {
    const body = ' [ {"b":1.0,"a":12345678901234567890} ,\n{"é": "]"}, 1e2 ] '
    expect(texts(arrayOfEvents, body)).toEqual(['{"b":1.0,"a":12345678901234567890}', '{"é": "]"}', '1e2'])
  })

  it('is one event when it is no array', () => {
    expect(texts(arrayOfEvents, ' {"a":[1,2]} ')).toEqual([' {"a":[1,2]} '])
  })

  it('has at least one and at most 5,000 events', () => {
    const arrayOf = (count: number) => JSON.stringify(Array.from({ length: count }, () => ({})))
    expect(texts(arrayOfEvents, arrayOf(EVENTS_OF_REQUEST_MAX))).toHaveLength(EVENTS_OF_REQUEST_MAX)
    for (const count of [0, EVENTS_OF_REQUEST_MAX + 1]) {
      const detail = `The body has ${count} events: expected at least one, and at most 5000.`
      expect(() => texts(arrayOfEvents, arrayOf(count))).toThrow(new UnreadablePayloadError(detail))
    }
  })
})

describe('a list of events', () => {
  it('is divided into the events of its items, byte for byte', () => {
    const body = '{"live":"false","items":[ {"x":1, "event": {"a":1.10} },{"event":[]}]}'
    expect(texts(inItems, body)).toEqual(['{"a":1.10}', '[]'])
  })

  it('is one event when the body has no list', () => {
    expect(texts(inItems, '{"type":"a.b"}')).toEqual(['{"type":"a.b"}'])
  })

  it.each([
    ['is no array', '{"items":{}}', 'The member "items" must be an array.'],
    ['has no items', '{"items":[]}', 'The body has 0 events: expected at least one, and at most 5000.'],
    ['has an item without an event', '{"items":[{}]}', 'The element 0 of "items" needs an object "event".'],
    [
      'is there twice',
      '{"items":[1],"items":[{"event":1}]}',
      'The body has an object with a duplicate name "items".',
    ],
    [
      'has an item with two events',
      '{"items":[{"event":1,"\\u0065vent":2}]}',
      'The body has an object with a duplicate name "event".',
    ],
  ])('is unreadable when it %s', (_how, body, detail) => {
    expect(() => texts(inItems, body)).toThrow(new UnreadablePayloadError(detail))
  })
})
