import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { cachingSecretBox } from './caching-secret-box.ts'
import { createSecretBox, type SecretBox, SecretBoxError } from './secret-box.ts'

const box = createSecretBox([randomBytes(32)])

/** A box that records the rows whose secrets it opens. */
function recordingBox(): { opened: string[]; recording: SecretBox } {
  const opened: string[] = []
  const open: SecretBox['open'] = (sealed, boundTo) => {
    opened.push(boundTo)
    return box.open(sealed, boundTo)
  }
  return { opened, recording: { ...box, open } }
}

describe('a caching box', () => {
  it('opens a secret once', () => {
    const { opened, recording } = recordingBox()
    const caching = cachingSecretBox(recording, 10)
    const sealed = caching.seal('one', 'row')
    expect([1, 2, 3].map(() => caching.open(Buffer.from(sealed), 'row'))).toEqual(['one', 'one', 'one'])
    expect(opened).toEqual(['row'])
  })

  it('opens a secret that was replaced in its row', () => {
    const caching = cachingSecretBox(box, 10)
    expect(caching.open(box.seal('one', 'row'), 'row')).toBe('one')
    expect(caching.open(box.seal('two', 'row'), 'row')).toBe('two')
  })

  it('does not open a secret that was moved from another row', () => {
    const caching = cachingSecretBox(box, 10)
    const sealed = box.seal('one', 'row')
    caching.open(sealed, 'row')
    expect(() => caching.open(sealed, 'other')).toThrow(SecretBoxError)
  })

  it('removes the least recently used secret first', () => {
    const { opened, recording } = recordingBox()
    const caching = cachingSecretBox(recording, 2)
    const rows = ['a', 'b', 'c'].map((row) => ({ row, sealed: box.seal(row, row) }))
    const open = (index: number) => caching.open(rows[index]?.sealed ?? Buffer.of(), rows[index]?.row ?? '')
    for (const index of [0, 1, 0, 2, 0, 1]) open(index)
    expect(opened).toEqual(['a', 'b', 'c', 'b'])
  })
})
