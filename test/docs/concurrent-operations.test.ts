import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const DOCS = path.resolve(import.meta.dirname, '../../docs')
const [, section = ''] = readFileSync(path.join(DOCS, 'delivery.md'), 'utf8').split(
  '\n## Concurrent operations\n',
)

interface NamedTest {
  file: string
  /** As written in the file, with `…` for omitted parts. */
  name: string
}

/** The tests named in a line of the section: a link to a file, then the names as code. */
function testsIn(line: string): NamedTest[] {
  const links = [...line.matchAll(/\]\(([^)]+\.test\.ts)\):((?:,? `[^`]+`)+)/g)]
  return links.flatMap(([, file = '', names = '']) =>
    [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => ({ file, name })),
  )
}

const named = section.split('\n').flatMap(testsIn)

/** Whether the parts of a name are in the file. For a case in a table, `…` precedes its words. */
function isIn({ file, name }: NamedTest): boolean {
  const text = readFileSync(path.join(DOCS, file), 'utf8').replaceAll("\\'", "'")
  return name
    .split('…')
    .map((part) => part.trim())
    .every((part) => text.includes(part))
}

describe('the concurrent operations of docs/delivery.md', () => {
  it.each(named)('are covered by a test that exists: $name', (test) => {
    expect(isIn(test)).toBe(true)
  })

  it('have a test for each row', () => {
    const rows = section.split('\n').filter((line) => /^\| \d+ +\|/.test(line))
    const items = section.split('\n').filter((line) => /^\d+\. \[/.test(line))
    expect(items.map((item) => Number.parseInt(item, 10))).toEqual(
      rows.map((row) => Number(row.split('|')[1])),
    )
    expect(items.filter((item) => testsIn(item).length === 0)).toEqual([])
    expect(rows.length).toBeGreaterThan(30)
  })
})
