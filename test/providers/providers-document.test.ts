import { describe, expect, it } from 'vitest'
import { staleDocuments } from './providers-document.ts'

describe('the pages about providers', () => {
  it('match the catalogue: otherwise run `npm run providers`', () => {
    expect(staleDocuments()).toEqual([])
  })
})
