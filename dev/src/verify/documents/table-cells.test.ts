import { expect, it } from 'vitest'
import { longCellsIn } from './table-cells.ts'

const LONG = 'x'.repeat(81)

it('reports a cell of more than 80 characters with its line', () => {
  expect(longCellsIn('a.md', `| a |\n| - |\n| ${LONG} |`)).toEqual([
    'a.md:3: a cell of 81 characters, at most 80: use a list',
  ])
})

it.each([
  `| ${'x'.repeat(80)} | ${'y'.repeat(80)} |`,
  `| ${' '.repeat(90)} |`,
  `| ${'-'.repeat(90)} | :${'-'.repeat(90)}: |`,
  `| [short](https://example.com/${LONG}) |`,
  LONG,
  `\`\`\`\n| ${LONG} |\n\`\`\``,
])('accepts %j', (text) => {
  expect(longCellsIn('a.md', text)).toEqual([])
})

it('counts the characters of code in a cell', () => {
  expect(longCellsIn('a.md', `| \`${LONG}\` |`)).toHaveLength(1)
})
