import { describe, expect, it } from 'vitest'
import { isStale } from './providers-document.ts'

describe('docs/providers.md', () => {
  it('matches the catalogue: otherwise run `npm run providers`', () => {
    expect(isStale()).toBe(false)
  })
})
