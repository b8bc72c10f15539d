import { describe, expect, it } from 'vitest'
import { anchorsOf, deadLinksIn } from './markdown-links.ts'

const FILES: Record<string, string> = {
  'README.md': '# Title',
  'docs/other.md': '# Other\n\n## Error codes of `attempts`\n',
  'docs/code.ts': '',
}
const DIRECTORIES = ['docs', 'docs/pages']

function deadLinks(markdown: string): string[] {
  const files: Record<string, string> = { ...FILES, 'docs/a.md': markdown }
  return deadLinksIn('docs/a.md', {
    exists: (file) => file in files || DIRECTORIES.includes(file),
    read: (file) => files[file] ?? '',
  })
}

describe('a link', () => {
  it.each([
    '[x](other.md)',
    '[x](../README.md#title)',
    '[x](other.md#error-codes-of-attempts)',
    '# Here\n[x](#here)',
    '[x](code.ts#L3)',
    '[x](pages)',
    '[x](https://example.com/none.md)',
    '[x](mailto:a@example.com)',
    '`[x](none.md)`',
    '```\n[x](none.md)\n```',
  ])('is accepted: %j', (markdown) => {
    expect(deadLinks(markdown)).toEqual([])
  })

  it.each([
    ['[x](none.md)', 'docs/a.md:1: none.md: there is no file docs/none.md'],
    ['[`x`](../docs/none.md)', 'docs/a.md:1: ../docs/none.md: there is no file docs/none.md'],
    ['\n[x](#none)', 'docs/a.md:2: #none: docs/a.md has no heading with the anchor none'],
    ['[x](other.md#none)', 'docs/a.md:1: other.md#none: docs/other.md has no heading with the anchor none'],
    ['```\n# Code\n```\n[x](#code)', 'docs/a.md:4: #code: docs/a.md has no heading with the anchor code'],
  ])('is dead: %j', (markdown, sentence) => {
    expect(deadLinks(markdown)).toEqual([sentence])
  })
})

describe('the anchor of a heading', () => {
  it.each([
    ['# What an event costs', 'what-an-event-costs'],
    ['## Whose failure is it?', 'whose-failure-is-it'],
    ['### `npm start`, and "more"', 'npm-start-and-more'],
    ['## A [link](b.md) in it', 'a-link-in-it'],
    ['## Übersicht_1', 'übersicht_1'],
  ])('of %j is %s', (heading, anchor) => {
    expect([...anchorsOf(heading)]).toEqual([anchor])
  })

  it('gets a number when the same heading comes again', () => {
    expect([...anchorsOf('# One\n## One\n## One')]).toEqual(['one', 'one-1', 'one-2'])
  })
})
