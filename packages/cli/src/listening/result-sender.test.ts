import { PosthornError } from '@posthorn/client'
import type { RelayResult } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import { ResultSender, type SendResults, type WaitingResult } from './result-sender.ts'

const HOUR_MS = 3_600_000

function resultOf(number: number, connectionId = 'rcn_1', expiresAtMs = HOUR_MS): WaitingResult {
  const result = { deliveryId: `dlv_${number}`, number: 1, statusCode: 200, durationMs: 1 }
  return { connectionId, result: result as RelayResult, expiresAtMs }
}
function senderOf(send: SendResults, now = () => new Date(0)) {
  return new ResultSender({ send, now, random: () => 1 })
}

describe('results', () => {
  it('are sent in batches of up to 25, one request at a time', async () => {
    const sizes: number[] = []
    let inFlight = 0
    const sender = senderOf(async (_, results) => {
      inFlight += 1
      expect(inFlight).toBe(1)
      await Promise.resolve()
      sizes.push(results.length)
      inFlight -= 1
      return { ignored: 0 }
    })
    for (let number = 1; number <= 40; number += 1) sender.add(resultOf(number))
    await sender.settled()
    expect(sizes).toEqual([1, 25, 14])
  })

  it('of several connections are in requests of their own', async () => {
    const sent: string[] = []
    const sender = senderOf(async (connectionId, results) => {
      sent.push(`${connectionId}: ${results.length}`)
      return { ignored: 0 }
    })
    for (const number of [1, 2, 3, 4]) sender.add(resultOf(number, number % 2 === 0 ? 'rcn_2' : 'rcn_1'))
    await sender.settled()
    expect(sent).toEqual(['rcn_1: 1', 'rcn_2: 2', 'rcn_1: 1'])
  })

  it('are sent again when the API does not reply', async () => {
    let tries = 0
    const sender = senderOf(async () => {
      tries += 1
      if (tries < 3) throw new PosthornError('no reply', { code: 'connection_failed' })
      return { ignored: 0 }
    })
    sender.add(resultOf(1))
    await sender.settled()
    expect([tries, sender.lost]).toEqual([3, 0])
  })

  it('are counted as lost when the API refuses or ignores them, or their time is over', async () => {
    let tries = 0
    const sender = senderOf(async () => {
      tries += 1
      if (tries === 1) throw new PosthornError('gone', { code: 'not_found', status: 404 })
      return { ignored: 1 }
    })
    sender.add(resultOf(1))
    sender.add(resultOf(2))
    sender.add(resultOf(3, 'rcn_1', -1))
    await sender.settled()
    expect([tries, sender.lost]).toEqual([2, 3])
  })
})
