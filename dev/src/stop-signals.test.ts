import { describe, expect, it } from 'vitest'
import { createSignalClassifier } from './stop-signals.ts'

describe('Ctrl-C', () => {
  it('stops', () => {
    expect(createSignalClassifier()(0)).toBe('stop')
  })

  it('counts once although the terminal, npm and the bootstrap all deliver it', () => {
    const classify = createSignalClassifier()
    expect([0, 3, 12, 40].map(classify)).toEqual(['stop', 'echo', 'echo', 'echo'])
  })

  it('stops without waiting at the second time, counted once', () => {
    const classify = createSignalClassifier()
    expect([0, 5, 2_000, 2_005].map(classify)).toEqual(['stop', 'echo', 'hurry', 'echo'])
  })
})
