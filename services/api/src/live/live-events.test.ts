import { expect, it } from 'vitest'
import { LiveEvents } from './live-events.ts'

const changed = { hints: [{ kind: 'event' as const, id: 'evt_1' }], many: [] }
const idOf = (text: string) => /^id: (.*)$/m.exec(text)?.[1] ?? ''
const namesOf = (text: string) => Array.from(text.matchAll(/^event: (.*)$/gm), ([, name]) => name)

it('begins with ready, for a client that has no event yet', () => {
  const events = new LiveEvents()
  events.add({ changed })
  expect(namesOf(events.beginning(undefined))).toEqual(['ready'])
})

it('resumes after the last event of a client', () => {
  const events = new LiveEvents()
  const first = events.add({ changed })
  const second = events.add({ changed })
  const text = events.beginning(idOf(first))
  expect(namesOf(text)).toEqual(['ready', 'changed'])
  // A client that stops here resumes at the same event.
  expect(idOf(text)).toBe(idOf(first))
  expect(text.endsWith(second)).toBe(true)
  expect(namesOf(events.beginning(idOf(second)))).toEqual(['ready'])
})

it('resumes the stream of a client that had only its beginning', () => {
  const events = new LiveEvents()
  const ready = events.beginning(undefined)
  events.add({ changed })
  expect(namesOf(events.beginning(idOf(ready)))).toEqual(['ready', 'changed'])
})

it('asks for a resync when events were lost in between', () => {
  const events = new LiveEvents()
  const first = events.add({ changed })
  for (let count = 0; count < 21; count += 1) events.add({ changed })
  for (const id of [idOf(first), idOf(new LiveEvents().add({ changed })), '', 'x', '-1', `${idOf(first)}99`])
    expect(namesOf(events.beginning(id))).toEqual(['resync'])
})

it('keeps a resync like any other event', () => {
  const events = new LiveEvents()
  const first = events.add({ changed })
  events.add('resync')
  expect(namesOf(events.beginning(idOf(first)))).toEqual(['ready', 'resync'])
})
