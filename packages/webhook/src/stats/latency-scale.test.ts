import { describe, expect, it } from 'vitest'
import { latencyBinOf, latencyOf, latencyQuantiles } from './latency-scale.ts'

const ERROR_MAX = 0.05

/** Numbers from 0 to 1, the same in every run. */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function countsOf(latencies: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const ms of latencies) counts.set(latencyBinOf(ms), (counts.get(latencyBinOf(ms)) ?? 0) + 1)
  return counts
}

/** The exact quantile. */
function exactQuantile(latencies: readonly number[], share: number): number {
  return (
    latencies.toSorted((one, other) => one - other)[Math.ceil(latencies.length * share) - 1] ?? Number.NaN
  )
}

describe('a latency bin', () => {
  it('represents every latency in it, to within 5 %', () => {
    const wrong: number[] = []
    for (let ms = 1; ms <= 100_000; ms += 1) {
      if (Math.abs(latencyOf(latencyBinOf(ms)) - ms) > ms * ERROR_MAX) wrong.push(ms)
    }
    expect(wrong).toEqual([])
  })

  it.each([1_000_000, 86_400_000, 2 ** 31 - 1])('includes %d ms', (ms) => {
    expect(Math.abs(latencyOf(latencyBinOf(ms)) - ms)).toBeLessThanOrEqual(ms * ERROR_MAX)
  })

  it('is never lower than that of a shorter latency', () => {
    const bins = Array.from({ length: 60_000 }, (_, ms) => latencyBinOf(ms))
    expect(bins).toEqual(bins.toSorted((one, other) => one - other))
  })

  it.each([-1, 0, 0.4, 1])('is 0 for %d ms', (ms) => {
    expect([latencyBinOf(ms), latencyOf(latencyBinOf(ms))]).toEqual([0, 1])
  })

  it.each([2, 3, 5, 8, 11])('represents %d ms exactly: short latencies have their own bins', (ms) => {
    expect(latencyOf(latencyBinOf(ms))).toBe(ms)
  })

  it('is one of 120 for the duration of an attempt', () => {
    expect(latencyBinOf(60_000)).toBeLessThan(120)
  })
})

describe('percentiles from counted bins', () => {
  const shares = [0.01, 0.5, 0.95, 0.99, 1]

  it.each([
    ['fast and similar', (random: number) => 1 + random * 20],
    ['spread evenly', (random: number) => random * 60_000],
    ['with a long tail', (random: number) => Math.exp(random * 11)],
    ['of two kinds', (random: number) => (random < 0.9 ? 12 : 10_000)],
  ])('are exact to within 5 %%: %s', (_name, latency) => {
    for (let seed = 1; seed <= 25; seed += 1) {
      const random = chance(seed)
      const length = 1 + Math.floor(random() * 2000)
      const latencies = Array.from({ length }, () => Math.max(1, Math.round(latency(random()))))
      const estimates = latencyQuantiles(countsOf(latencies), shares)
      for (const [index, share] of shares.entries()) {
        const exact = exactQuantile(latencies, share)
        expect(Math.abs((estimates[index] ?? Number.NaN) - exact)).toBeLessThanOrEqual(exact * ERROR_MAX)
      }
    }
  })

  it('of one attempt are equal', () => {
    expect(latencyQuantiles(countsOf([7]), shares)).toEqual([7, 7, 7, 7, 7])
  })

  it('of no attempts are null', () => {
    expect(latencyQuantiles(new Map(), shares)).toEqual([null, null, null, null, null])
    expect(latencyQuantiles(new Map([[3, 0]]), [0.5])).toEqual([null])
  })
})
