import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8')

const [, section = ''] = read('README.md').split('\n## Figures\n')
const [figures = ''] = section.split('\n## ')
const lines = figures.split('\n').filter((line) => line.startsWith('- '))
const sentences = figures.split('\n').filter((line) => line.includes(']('))

/** Numbers of two digits or more, without thousands separators. */
function numbersIn(text: string): string[] {
  return [...text.matchAll(/(?<![\w.])\d[\d,.]*\d/g)].map(([number]) => number.replaceAll(',', ''))
}

describe('the figures of README.md', () => {
  it.each(sentences)('are in the document that the line links to: %s', (line) => {
    const [, file = ''] = /\]\(([^)#]+)(?:#[^)]*)?\)/.exec(line) ?? []
    const [claim = ''] = line.split('([')
    const measured = new Set(numbersIn(read(file)))
    expect(numbersIn(claim).filter((number) => !measured.has(number))).toEqual([])
  })

  it('are four lines', () => {
    expect(lines).toHaveLength(4)
  })
})
