import { describe, expect, it } from 'vitest'
import { burstRatesOf } from './burst-rates.ts'

const reply = (n: number, repliedMs: number, status = 202) => ({ n, intendedMs: 1000, repliedMs, status })
const arrival = (n: number, atMs: number) => ({ n, receiver: 0, atMs, times: 1 })

describe('the rates of a burst', () => {
  it('count from the first request to the last reply, and to the last arrival', () => {
    const replies = [reply(1, 1500), reply(0, 2000), reply(2, 3000, 503)]
    const arrivals = [arrival(0, 5000), arrival(1, 1400)]
    expect(burstRatesOf(replies, arrivals)).toEqual({ acceptedPerSecond: 2, deliveredPerSecond: 0.5 })
  })

  it('are zero when nothing was accepted', () => {
    const none = { acceptedPerSecond: 0, deliveredPerSecond: 0 }
    expect(burstRatesOf([], [])).toEqual(none)
    expect(burstRatesOf([reply(0, 2000, 503)], [])).toEqual(none)
  })
})
