import { describe, expect, it } from 'vitest'
import { parseTraceparent, traceparent } from './traceparent.ts'

const traceId = '0af7651916cd43dd8448eb211c80319c'
const spanId = 'b7ad6b7169203331'

describe('parseTraceparent', () => {
  it.each([
    ['version 00, sampled', `00-${traceId}-${spanId}-01`, true],
    ['version 00, not sampled', `00-${traceId}-${spanId}-00`, false],
    ['version 00 with flags of level 2', `00-${traceId}-${spanId}-03`, true],
    ['version 00 with an unknown flag alone', `00-${traceId}-${spanId}-f2`, false],
    ['a later version of the same length', `01-${traceId}-${spanId}-01`, true],
    ['a later version with more after a dash', `cc-${traceId}-${spanId}-00-what-the-future-brings`, false],
    ['a later version with a dash at the end', `fe-${traceId}-${spanId}-01-`, true],
  ])('reads %s', (_, header, sampled) => {
    expect(parseTraceparent(header)).toEqual({ traceId, spanId, sampled })
  })

  it.each([
    ['no header', undefined],
    ['an empty header', ''],
    ['version ff', `ff-${traceId}-${spanId}-01`],
    ['version 00 with more after it', `00-${traceId}-${spanId}-01-x`],
    ['a later version with more after another character', `cc-${traceId}-${spanId}-01.x`],
    ['an all-zero trace id', `00-${'0'.repeat(32)}-${spanId}-01`],
    ['an all-zero parent id', `00-${traceId}-${'0'.repeat(16)}-01`],
    ['an all-zero trace id of a later version', `01-${'0'.repeat(32)}-${spanId}-01`],
    ['capitals', `00-${traceId.toUpperCase()}-${spanId}-01`],
    ['a short trace id', `00-${traceId.slice(1)}-${spanId}-01`],
    ['a long parent id', `00-${traceId}-${spanId}0-01`],
    ['missing flags', `00-${traceId}-${spanId}`],
    ['flags of one digit', `00-${traceId}-${spanId}-1`],
    ['a version of one digit', `0-${traceId}-${spanId}-01`],
    ['a space before it', ` 00-${traceId}-${spanId}-01`],
    ['a line break after it', `00-${traceId}-${spanId}-01\n`],
    ['two headers joined', `00-${traceId}-${spanId}-01, 00-${traceId}-${spanId}-01`],
    ['an over-long header', `01-${traceId}-${spanId}-01-${'x'.repeat(1_000_000)}`],
  ])('ignores %s', (_, header) => {
    expect(parseTraceparent(header)).toBeUndefined()
  })
})

describe('traceparent', () => {
  it.each([
    [true, `00-${traceId}-${spanId}-01`],
    [false, `00-${traceId}-${spanId}-00`],
  ])('is of version 00 with sampled %s', (sampled, expected) => {
    expect(traceparent({ traceId, spanId, sampled })).toBe(expected)
    expect(parseTraceparent(expected)).toEqual({ traceId, spanId, sampled })
  })

  it.each([
    ['an all-zero trace id', { traceId: '0'.repeat(32) }],
    ['a trace id in capitals', { traceId: traceId.toUpperCase() }],
    ['a short trace id', { traceId: 'abc' }],
    ['an all-zero span id', { spanId: '0'.repeat(16) }],
    ['a long span id', { spanId: traceId }],
  ])('refuses %s', (_, change) => {
    expect(() => traceparent({ traceId, spanId, sampled: true, ...change })).toThrow(RangeError)
  })
})
