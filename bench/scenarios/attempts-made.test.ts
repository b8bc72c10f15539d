import { describe, expect, it } from 'vitest'
import { attemptsIn, sharesOf } from './attempts-made.ts'

describe("a worker's attempts", () => {
  it('are counted over all outcomes', () => {
    const metrics = `# HELP posthorn_attempts_total Attempts made
# TYPE posthorn_attempts_total counter
posthorn_attempts_total{outcome="succeeded",error_code="none"} 1200
posthorn_attempts_total{outcome="retry",error_code="timeout"} 34
posthorn_attempt_duration_seconds_count{outcome="succeeded"} 1200
`
    expect(attemptsIn(metrics)).toBe(1234)
    expect(attemptsIn('')).toBe(0)
  })

  it('are shared according to the difference of two counts', () => {
    expect(sharesOf([100, 0], [400, 100])).toEqual([0.75, 0.25])
  })
})
