import { EventId } from '@posthorn/contracts'
import { parseFilter, runToEnd } from '@posthorn/webhook'
import { describe, expect, it } from 'vitest'
import { findHitsInSlices } from './find-hits.ts'

const id = (n: number) => EventId.parse(`evt_${n}`)
const dataOf = (...texts: string[]) => new Map(texts.map((text, n) => [id(n), Buffer.from(text)]))
const filter = parseFilter({ amount: { $gte: 100 } })

describe('the hits among events', () => {
  it('are those whose data matches, in their order', () => {
    const data = dataOf('{"amount":100}', '{"amount":99.9}', '{}', '{"amount":1e3}')
    expect(runToEnd(findHitsInSlices({ filter, data, max: 10 }))).toEqual([id(0), id(3)])
  })

  it('are no more than the maximum', () => {
    const data = dataOf('{"amount":100}', '{"amount":101}')
    expect(runToEnd(findHitsInSlices({ filter, data, max: 1 }))).toEqual([id(0)])
  })

  it('have data that is JSON', () => {
    const data = dataOf('amount=100', '', '{"amount":100')
    expect(runToEnd(findHitsInSlices({ filter, data, max: 10 }))).toEqual([])
  })
})
