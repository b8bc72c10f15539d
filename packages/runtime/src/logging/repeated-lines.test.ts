import { describe, expect, it } from 'vitest'
import { RepeatedLines, type RepeatingLine } from './repeated-lines.ts'

const MINUTE_MS = 60_000

const coded = (code: string) => Object.assign(new Error(`no luck: ${code}`), { code })
const line = (err: Error, message = 'delivery.send_failed'): RepeatingLine => ({
  level: 'error',
  message,
  err,
})

describe('lines that repeat while a dependency is unavailable', () => {
  it('are written once at first, then counted in each interval, and their end is a line', () => {
    const lines = new RepeatedLines(MINUTE_MS)
    const written = []
    // 40 deliveries that come up every 15 seconds for five minutes, and then all is well.
    for (let nowMs = 0; nowMs < 10 * MINUTE_MS; nowMs += 1000) {
      if (nowMs % 15_000 === 0 && nowMs < 5 * MINUTE_MS) {
        for (let count = 0; count < 40; count += 1) {
          if (lines.note(line(coded('EAI_AGAIN')), nowMs)) written.push('first')
        }
      }
      written.push(...lines.due(nowMs))
    }
    const repeated = (count: number) =>
      expect.objectContaining({
        kind: 'repeated',
        message: 'delivery.send_failed',
        level: 'error',
        count,
        windowMs: MINUTE_MS,
      })
    expect(written).toEqual([
      'first',
      repeated(199),
      repeated(160),
      repeated(160),
      repeated(160),
      repeated(120),
      { kind: 'over', message: 'delivery.send_failed', total: 800, durationMs: 285_000 },
    ])
    expect(lines.isEmpty).toBe(true)
  })

  it('are distinguished by their message and by the codes of their causes, not by their texts', () => {
    const lines = new RepeatedLines(MINUTE_MS)
    const because = (err: Error) => line(new Error('request of delivery dlv_1 was not sent', { cause: err }))
    expect(lines.note(because(coded('EAI_AGAIN')), 0)).toBe(true)
    expect(
      lines.note(line(new Error('request of delivery dlv_2 was not sent', { cause: coded('EAI_AGAIN') })), 0),
    ).toBe(false)
    expect(lines.note(because(coded('ECONNREFUSED')), 0)).toBe(true)
    expect(lines.note(line(coded('EAI_AGAIN'), 'queue.add_failed'), 0)).toBe(true)
  })

  it('have no closing line when there is only one', () => {
    const lines = new RepeatedLines(MINUTE_MS)
    lines.note(line(coded('ECONNRESET')), 0)
    expect(lines.due(MINUTE_MS)).toEqual([])
    expect(lines.note(line(coded('ECONNRESET')), MINUTE_MS)).toBe(true)
  })

  it('take bounded memory, however many causes there are', () => {
    const lines = new RepeatedLines(MINUTE_MS)
    let written = 0
    for (let code = 0; code < 10_000; code += 1) {
      if (lines.note(line(coded(`E${code}`)), 0)) written += 1
    }
    expect(written).toBeLessThan(200)
  })
})
