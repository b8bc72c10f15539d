import type { EventId } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import { decideSeveralEvents } from './several-events.ts'

const event = (name: string) => `evt_${name}` as EventId

describe('of the events of a request', () => {
  it.each([
    ['all are new without stored keys', [['a'], ['b']], {}, [0, 1], []],
    [
      'those with a stored key are duplicates',
      [['a'], ['b'], ['c']],
      { b: event('1') },
      [0, 2],
      [event('1')],
    ],
    ['one with any stored key is a duplicate', [['a', 'x']], { x: event('1') }, [], [event('1')]],
    ['a second one with the same key is a duplicate of the first', [['a'], ['a'], ['b']], {}, [0, 2], []],
    [
      'one that shares only a key of a duplicate is new',
      [['a', 'x'], ['x']],
      { a: event('1') },
      [1],
      [event('1')],
    ],
    ['one that shares only a key of a dropped copy is new', [['a', 'x'], ['b', 'x'], ['b']], {}, [0, 2], []],
    [
      'duplicates of one event name it once',
      [['a'], ['b'], ['c']],
      { a: event('1'), b: event('2'), c: event('1') },
      [],
      [event('1'), event('2')],
    ],
  ])('%s', (_rule, keys, stored, newPositions, duplicateEventIds) => {
    expect(decideSeveralEvents(keys, new Map(Object.entries(stored)))).toEqual({
      newPositions,
      duplicateEventIds,
    })
  })
})
