import { describe, expect, it } from 'vitest'
import { unmarkedCommandsIn } from './command-marks.ts'

const findings = (markdown: string) =>
  unmarkedCommandsIn('docs/a.md', markdown, (path) => path === 'test/a.test.ts')

describe('a block of commands in a document', () => {
  it.each([
    '```sh run\nls\n```',
    '```sh run-in-background\nsleep 1\n```',
    '   ```sh not-run\n   ls\n   ```',
    '```sh run-by=test/a.test.ts\nls\n```',
    '```json\n{}\n```',
    '```\nls\n```',
  ])('may be %j', (markdown) => {
    expect(findings(markdown)).toEqual([])
  })

  it.each([
    ['```sh\nls\n```', 'docs/a.md:1: "sh" does not say what runs it; '],
    ['# A\n\n```console run\nls\n```', 'docs/a.md:3: "console run" does not say what runs it; '],
    ['```sh run twice\nls\n```', 'docs/a.md:1: "sh run twice" does not say what runs it; '],
    [
      '```sh run-by=test/b.test.ts\nls\n```',
      'docs/a.md:1: test/b.test.ts does not exist; name the test that runs this block',
    ],
  ])('says whether a test runs it: not %j', (markdown, sentence) => {
    expect(findings(markdown)).toEqual([expect.stringContaining(sentence)])
  })
})
