import { readFile } from 'node:fs/promises'
import { matchesFilter, parseFilter, readExactJsonInSlices, runToEnd } from '@posthorn/webhook'
import { describe, expect, it } from 'vitest'

interface Row {
  filter: string
  holdsFor: string[]
  doesNotHoldFor: string[]
}

/** The rows of docs/filters.md with a filter and data. */
async function readRows(): Promise<Row[]> {
  const text = await readFile(new URL('../../docs/filters.md', import.meta.url), 'utf8')
  return text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').map(jsonIn))
    .flatMap(([, , filters = [], holdsFor = [], doesNotHoldFor = []]) =>
      filters.map((filter) => ({ filter, holdsFor, doesNotHoldFor })),
    )
}

/** Text in backquotes in a cell that is a JSON object. */
function jsonIn(cell: string): string[] {
  return [...cell.matchAll(/`(\{.*?\})`/g)].map(([, json = '']) => json)
}

const read = (text: string) => runToEnd(readExactJsonInSlices(Buffer.from(text)))

describe('docs/filters.md', async () => {
  const rows = await readRows()

  it('has an example of every operator', () => {
    const operators = rows.flatMap(({ filter }) => filter.match(/\$\w+/g) ?? [])
    const listed = '$and $contains $endsWith $eq $exists $gt $in $lt $ne $nin $not $or $startsWith'
    expect([...new Set(operators)].toSorted()).toEqual(listed.split(' '))
  })

  it.each(rows)('gives the right result for $filter', ({ filter, holdsFor, doesNotHoldFor }) => {
    expect(holdsFor.length * doesNotHoldFor.length).toBeGreaterThan(0)
    const holds = (data: string) => matchesFilter(parseFilter(read(filter)), read(data))
    expect(holdsFor.filter((data) => !holds(data))).toEqual([])
    expect(doesNotHoldFor.filter(holds)).toEqual([])
  })
})
