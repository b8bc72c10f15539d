import { describe, expect, it } from 'vitest'
import { ServerSentEvents } from './server-sent-events.ts'

const eventsIn = (text: string) => {
  const events = new ServerSentEvents()
  return { list: text.split('\n').flatMap((line) => events.add(line) ?? []), events }
}
const rest = { id: undefined, retryMs: undefined }

describe('server-sent events', () => {
  it.each([
    ['data: a\n\n', [{ event: 'message', data: 'a', ...rest }]],
    ['event: changed\ndata:a\ndata: b\n\n', [{ event: 'changed', data: 'a\nb', ...rest }]],
    ['data\n\n', [{ event: 'message', data: '', ...rest }]],
    ['data:  two\n\n', [{ event: 'message', data: ' two', ...rest }]],
    [': comment\n\nevent: none\n\n', []],
    ['unknown: x\ndata: a: b\n\n', [{ event: 'message', data: 'a: b', ...rest }]],
    ['data: cut off', []],
  ])('in %j', (text, expected) => {
    expect(eventsIn(text).list).toEqual(expected)
  })

  it('keep the id for those that follow', () => {
    const { list } = eventsIn('id: 1\ndata: a\n\ndata: b\n\n')
    expect(list.map(({ id }) => id)).toEqual(['1', '1'])
  })

  it('are resumed after the last complete one', () => {
    expect(eventsIn('id: 1\ndata: a\n\nid: 2\ndata: b').events.lastEventId).toBe('1')
  })

  it('say when to come back, also at the end of the stream', () => {
    expect(eventsIn('retry: 1500\n\n').events.retryMs).toBe(1500)
    expect(eventsIn('retry: soon\n\n').events.retryMs).toBeUndefined()
  })
})
