import { describe, expect, it } from 'vitest'
import { tookMs } from './took.ts'

const reply = (n: number) => ({ n, intendedMs: n * 10, repliedMs: n * 10 + 1, status: 202 })
const arrival = (n: number, atMs: number) => ({ n, receiver: 0, atMs, times: 1 })

describe('how long events took to arrive', () => {
  it('counts from the time at which they were due, without the warm-up and lost events', () => {
    const replies = [reply(2), reply(0), reply(1)]
    expect(tookMs({ from: 5, replies }, [arrival(4, 900), arrival(5, 3), arrival(7, 24)])).toEqual([4, 3])
  })
})
