import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { replaceResult } from '../harness/recorded-result.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const RESULT = { command: 'npm run x -- --write', measuredAt: new Date('2026-11-27T12:00:00Z'), text: 'new' }

describe('a recorded result', () => {
  it('replaces the previous one and leaves the rest of the file', () => {
    const before = 'Before\n\n<!-- result: x -->\n\nold\n\n<!-- end of result -->\n\nAfter\n'
    expect(replaceResult(before, { name: 'x', ...RESULT })).toBe(
      'Before\n\n<!-- result: x -->\n\nWritten by `npm run x -- --write` on 2026-11-27:\n\n```text\nnew\n```\n\n' +
        '<!-- end of result -->\n\nAfter\n',
    )
  })

  it('can be replaced again', () => {
    const once = replaceResult('<!-- result: x -->\n<!-- end of result -->\n', { name: 'x', ...RESULT })
    expect(replaceResult(once ?? '', { name: 'x', ...RESULT })).toBe(once)
  })

  it.each(['', '<!-- result: x -->', '<!-- result: y -->\n<!-- end of result -->'])(
    'needs its block, which is missing in %j',
    (markdown) => {
      expect(replaceResult(markdown, { name: 'x', ...RESULT })).toBeUndefined()
    },
  )

  it.each([
    ['bench/RESULTS.md', 'bench'],
    ['bench/RESULTS.md', 'targets'],
    ['bench/RESULTS.md', 'comparison'],
    ['bench/RESULTS.md', 'filters'],
    ['docs/reliability.md', 'chaos'],
    ['docs/reliability.md', 'isolation'],
    ['docs/reliability.md', 'fairness'],
  ])('of %s has a block for %s', (file, name) => {
    const markdown = readFileSync(path.join(ROOT, file), 'utf8')
    expect(replaceResult(markdown, { name, ...RESULT })).toBeTypeOf('string')
  })
})
