import { describe, expect, it } from 'vitest'
import { createStopWishes } from './stop-signals.ts'

describe('Ctrl-C', () => {
  it('stops', () => {
    expect(createStopWishes()(0)).toBe('stop')
  })

  it('is one wish although the terminal, npm and the bootstrap all pass it on', () => {
    const wishAt = createStopWishes()
    expect([0, 3, 12, 40].map(wishAt)).toEqual(['stop', 'echo', 'echo', 'echo'])
  })

  it('hurries when it comes again, once however it echoes', () => {
    const wishAt = createStopWishes()
    expect([0, 5, 2_000, 2_005].map(wishAt)).toEqual(['stop', 'echo', 'hurry', 'echo'])
  })
})
