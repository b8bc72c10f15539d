import { describe, expect, it } from 'vitest'
import { tookMs } from './took.ts'

const answer = (n: number) => ({ n, intendedMs: n * 10, answeredMs: n * 10 + 1, status: 202 })
const arrival = (n: number, atMs: number) => ({ n, receiver: 0, atMs, times: 1 })

describe('how long events took to arrive', () => {
  it('counts from the time at which they were due, without the warm-up and lost events', () => {
    const answers = [answer(2), answer(0), answer(1)]
    expect(tookMs({ from: 5, answers }, [arrival(4, 900), arrival(5, 3), arrival(7, 24)])).toEqual([4, 3])
  })
})
