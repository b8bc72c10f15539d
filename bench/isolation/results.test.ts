import { describe, expect, it } from 'vitest'
import type { Publication } from '../load/open-loop.ts'
import { compare, type PhaseResult, ratiosOf } from './results.ts'

const replied = (n: number, status: Publication['status']): Publication => ({
  n,
  intendedMs: n * 10,
  repliedMs: n * 10 + 4,
  status,
})
const publication = (n: number) => replied(n, 202)
const arrival = (n: number, tookMs: number, times = 1) => ({ n, receiver: 0, atMs: n * 10 + tookMs, times })
const every = (ms: number) => ({ p50: ms, p95: ms, p99: ms, max: ms })

describe('comparing publications with arrivals', () => {
  it('counts latency from the time at which the event was due', () => {
    const publications = [publication(0), publication(1), publication(2)]
    expect(compare(publications, [arrival(2, 30), arrival(0, 10), arrival(1, 20)], 0)).toEqual({
      published: 3,
      refused: 0,
      arrived: 3,
      lost: 0,
      repeated: 0,
      latencyMs: { p50: 20, p95: 30, p99: 30, max: 30 },
      p95MsBySecond: [30],
      replyMs: every(4),
    })
  })

  it('returns the p95 of each second', () => {
    const publications = [publication(50), publication(149), publication(150)]
    const arrivals = [arrival(50, 5), arrival(149, 6), arrival(150, 700)]
    expect(compare(publications, arrivals, 0)).toMatchObject({ p95MsBySecond: [6, 700] })
  })

  it('counts the warm-up, but not its latencies', () => {
    expect(compare([publication(0), publication(1)], [arrival(0, 900), arrival(1, 20)], 1)).toMatchObject({
      published: 2,
      arrived: 2,
      latencyMs: every(20),
    })
  })

  it('counts accepted events that did not arrive as lost, also in the warm-up', () => {
    expect(compare([publication(0), publication(1)], [arrival(1, 20)], 1)).toMatchObject({
      arrived: 1,
      lost: 1,
    })
  })

  it.each([[undefined], [503], [200]])('counts a publication with the status %s as refused', (status) => {
    expect(compare([replied(0, status)], [], 0)).toMatchObject({ published: 1, refused: 1, lost: 0 })
  })

  it('counts duplicates by their first arrival', () => {
    expect(compare([publication(0)], [arrival(0, 20, 3)], 0)).toMatchObject({
      arrived: 1,
      repeated: 1,
      latencyMs: every(20),
    })
  })

  it('leaves out arrivals at the failing endpoints', () => {
    expect(compare([publication(0)], [arrival(0, 20), arrival(19, 9000)], 0)).toMatchObject({ arrived: 1 })
  })
})

describe('the ratio', () => {
  const phase = (kind: 'A' | 'B', p95: number) => ({ kind, latencyMs: { ...every(1), p95 } }) as PhaseResult

  it('is that of B to the A before it, and of several pairs the median', () => {
    const phases = [
      phase('A', 10),
      phase('B', 11),
      phase('A', 20),
      phase('B', 30),
      phase('A', 8),
      phase('B', 8),
    ]
    expect(ratiosOf(phases)).toEqual({ pairs: [1.1, 1.5, 1], median: 1.1 })
  })

  it('is not a number while there is no pair', () => {
    expect(ratiosOf([phase('A', 10)])).toEqual({ pairs: [], median: Number.NaN })
  })
})
