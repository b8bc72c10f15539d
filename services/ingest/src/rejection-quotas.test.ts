import { describe, expect, it } from 'vitest'
import { createRejectionQuotas } from './rejection-quotas.ts'

const MINUTE_MS = 60_000
const MIB = 1024 * 1024

describe('the quotas of rejected requests', () => {
  it('are 60 requests of a source in a minute', () => {
    let nowMs = 0
    const quotas = createRejectionQuotas(() => nowMs)
    const take = (sourceId: string, times: number) =>
      Array.from({ length: times }, () => quotas.takeRequest(sourceId)).filter(Boolean).length

    expect(take('src_1', 61)).toBe(60)
    expect(take('src_2', 1)).toBe(1)
    nowMs = MINUTE_MS - 1
    expect(take('src_1', 1)).toBe(0)
    nowMs = MINUTE_MS
    expect(take('src_1', 1)).toBe(1)
  })

  it('are 5 more requests over the rate limit, which take nothing from the others', () => {
    const quotas = createRejectionQuotas(() => 0)
    const take = (times: number, kind?: 'throttled') =>
      Array.from({ length: times }, () => quotas.takeRequest('src_1', kind)).filter(Boolean).length

    expect(take(100, 'throttled')).toBe(5)
    expect(take(100)).toBe(60)
  })

  it('are 2 MiB of bodies of a source in a minute; what does not fit takes nothing', () => {
    let nowMs = 0
    const quotas = createRejectionQuotas(() => nowMs)

    expect(quotas.takeBytes('src_1', 1.5 * MIB)).toBe(true)
    expect(quotas.takeBytes('src_1', MIB)).toBe(false)
    expect(quotas.takeBytes('src_1', 0.5 * MIB)).toBe(true)
    expect(quotas.takeBytes('src_1', 1)).toBe(false)
    expect(quotas.takeBytes('src_2', 1)).toBe(true)
    nowMs = MINUTE_MS
    expect(quotas.takeBytes('src_1', 1)).toBe(true)
  })
})
