import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { rememberingBox } from './opened-secrets.ts'
import { createSecretBox, type SecretBox, SecretBoxError } from './secret-box.ts'

const box = createSecretBox([randomBytes(32)])

/** A box that says what it was really asked to open. */
function watched(): { asked: string[]; watching: SecretBox } {
  const asked: string[] = []
  const open: SecretBox['open'] = (sealed, boundTo) => {
    asked.push(boundTo)
    return box.open(sealed, boundTo)
  }
  return { asked, watching: { ...box, open } }
}

describe('a box that remembers', () => {
  it('opens a secret once', () => {
    const { asked, watching } = watched()
    const remembering = rememberingBox(watching, 10)
    const sealed = remembering.seal('one', 'row')
    expect([1, 2, 3].map(() => remembering.open(Buffer.from(sealed), 'row'))).toEqual(['one', 'one', 'one'])
    expect(asked).toEqual(['row'])
  })

  it('opens what has been replaced in its row anew', () => {
    const remembering = rememberingBox(box, 10)
    expect(remembering.open(box.seal('one', 'row'), 'row')).toBe('one')
    expect(remembering.open(box.seal('two', 'row'), 'row')).toBe('two')
  })

  it('does not open what was moved from another row', () => {
    const remembering = rememberingBox(box, 10)
    const sealed = box.seal('one', 'row')
    remembering.open(sealed, 'row')
    expect(() => remembering.open(sealed, 'other')).toThrow(SecretBoxError)
  })

  it('forgets the one that has been there longest', () => {
    const { asked, watching } = watched()
    const remembering = rememberingBox(watching, 2)
    const rows = ['a', 'b', 'c'].map((row) => ({ row, sealed: box.seal(row, row) }))
    for (const { row, sealed } of [...rows, ...rows.slice(0, 1)]) remembering.open(sealed, row)
    expect(asked).toEqual(['a', 'b', 'c', 'a'])
  })
})
