import { describe, expect, it } from 'vitest'
import { resultHeaders } from './result-headers.ts'

describe('the headers of a result', () => {
  it('are those of the reply', () => {
    const headers = { 'content-type': 'text/plain', 'set-cookie': ['a=1', 'b=2'] }
    expect(resultHeaders(headers)).toEqual(headers)
  })

  it('are at most 100', () => {
    const headers = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`x-${index}`, '']))
    expect(Object.keys(resultHeaders(headers))).toHaveLength(100)
  })

  it('are at most 16 KiB in UTF-8, each value with its name: those that do not fit are left out', () => {
    const fitting = { 'x-1': 'ä'.repeat(8000) }
    const kept = { ...fitting, 'x-3': 'b' }
    expect(resultHeaders({ ...fitting, 'x-2': 'ä'.repeat(200), 'x-3': 'b' })).toEqual(kept)
    expect(resultHeaders({ 'set-cookie': Array.from({ length: 1700 }, () => '') })).toEqual({})
  })
})
